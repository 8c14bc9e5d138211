// Two changes of one file at once: what of them stands side by side, and what a person has to choose.
import { dialog, h } from "./studio.js";
import { worded } from "./fields.js";
import { valueAt } from "./form.js";

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Return `mine` and `theirs`, both made from `base`, in one text, line by line; null where they touch each other. */
export function merged(base, mine, theirs) {
  if (mine === theirs || base === theirs) return mine;
  if (base === mine) return theirs;
  const [old, own, other] = [base, mine, theirs].map((text) => text.split("\n"));
  const [one, two] = [changed(old, own), changed(old, other)];
  const [first, second] = one.start <= two.start ? [one, two] : [two, one];
  if (first.end > second.start || first.start === second.start) return null;
  const between = old.slice(first.end, second.start);
  const lines = [...old.slice(0, first.start), ...first.lines, ...between, ...second.lines, ...old.slice(second.end)];
  return lines.join("\n");
}

/** Return which lines of `old` were changed, from `start` up to `end`, and the lines in their place. */
function changed(old, now) {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let behind = 0;
  const most = Math.min(old.length, now.length) - start;
  while (behind < most && old.at(-1 - behind) === now.at(-1 - behind)) behind += 1;
  return { start, end: old.length - behind, lines: now.slice(start, now.length - behind) };
}

/** Tell whether a change that was made on `base` means the same in `theirs`: what it is about is what it was there. */
export function stands(base, theirs, change) {
  if (!base || !theirs) return false;
  const isOfRow = change.remove && typeof change.at.at(-1) === "number";
  const about = isOfRow ? change.at.slice(0, -1) : change.at;
  const both = (at) => [valueAt(base, at), valueAt(theirs, at)];
  return same(...both(about)) &&
    change.at.every((key, n) => typeof key !== "number" || isSameRow(...both(change.at.slice(0, n)), key));
}

/** Tell whether number `n` of two lists is the same entry: no other one came, went or changed its place. */
function isSameRow(old, now, n) {
  if (!Array.isArray(old) || !Array.isArray(now) || old.length !== now.length) return same(old, now);
  return same(old[n], now[n]) || old.every((one, k) => k === n || same(one, now[k]));
}

/** Ask which of two values is to stand where both were changed; resolves to true where it is the one of this page. */
export function asked(theirs, change) {
  const where = change.at.map((key) => (typeof key === "number" ? key + 1 : worded(key))).join(" · ");
  const text = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 1) ?? "nothing");
  const shown = (value) => h("pre", { tabindex: 0 }, text(value));
  const mine = "move" in change ? `moved to ${change.move[1] + 1}` : change.value;
  return new Promise((resolve) => {
    const choose = (isMine) => () => { resolve(isMine); box.close(); };
    const box = dialog("This was changed elsewhere, too",
      h("p", {}, `${where}: which of the two should stand?`),
      h("div", { class: "two" },
        h("section", {}, h("h3", {}, "Yours"), shown(mine)),
        h("section", {}, h("h3", {}, "Theirs"), shown(valueAt(theirs, change.at)))),
      h("p", { class: "row" },
        h("button", { type: "button", class: "main", onclick: choose(true) }, "Keep yours"),
        h("button", { type: "button", onclick: choose(false) }, "Keep theirs")));
    box.addEventListener("close", () => resolve(false));
  });
}
