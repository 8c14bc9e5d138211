// The lines of a draft, each with where it is from: accepted, mended in place, or taken out.
import { fromOf, isBlank, isGuess, isLine, isRemark, mended, partsOf, worded } from "./import-draft.js";
import { h } from "./studio.js";

/** Return a name of the model as people read it: "set_up" is "Set up". */
function named(key) {
  const text = key.replaceAll(/[_-]/g, " ");
  return text[0].toUpperCase() + text.slice(1);
}

/**
 * Show lines in `box`. `light(numbers, isSought)` is told which sentences the line is from that is looked at; `go(number)`
 * that a person wants a sentence; `changed()` that a row is another one now.
 */
export function openLines(box, { placeOf, light, go, changed }) {
  const list = h("ol", { class: "draft-lines", "aria-label": "Lines of the draft" });
  box.append(list);
  let rows = [];
  let items = new Map();
  let wrong = new Map(); // what is at fault, by the number of its row
  let open = null; // the row that is looked at

  function show(given) {
    rows = given;
    items = new Map();
    open = rows.find((row) => isLine(row)) ?? null;
    list.replaceChildren(...rows.map(drawn).filter(Boolean));
    reachable(open);
  }

  function drawn(row) {
    const parts = partsOf(row.text);
    if (parts.kind === "head") return h("li", { class: "head" }, named(parts.key));
    if (parts.kind === "open") return h("li", { class: "head sub" }, named(parts.key));
    if (parts.kind === "comment" && !isRemark(row)) {
      return row.text.startsWith("#:") ? null : h("li", { class: "remark soft" }, row.text.replace(/^\s*#+\s*/, ""));
    }
    if (!isLine(row) && !isRemark(row)) return null;
    const item = h("li", { class: "draft-line" });
    items.set(row, item);
    item.addEventListener("focusin", () => { reachable(row); light(row.sentences, true); });
    item.addEventListener("pointerenter", () => light(row.sentences, false));
    item.addEventListener("pointerleave", () => light(null, false));
    fill(row);
    return item;
  }

  /** Draw a row as it is now; whoever was at one of its buttons stays there. */
  function fill(row) {
    const item = items.get(row);
    const held = item.contains(document.activeElement) ? document.activeElement.dataset.deed : null;
    const parts = partsOf(row.text);
    const isNote = parts.kind === "comment";
    const words = isNote ? row.text.replace(/^\s*#+\s*/, "") : worded(parts.value).words;
    const fault = wrong.get(rows.indexOf(row));
    const places = [...new Set(row.sentences.map((number) => placeOf(number)))];
    const isOut = row.state === "out";
    item.className = ["draft-line", row.state, isNote ? "remark" : "", isGuess(row) ? "guess" : "", fault ? "faulty" : ""].filter(Boolean).join(" ");
    const button = (deed, text, label, work, pressed) => h("button", { type: "button", class: "quiet small", tabindex: -1, data: { deed }, "aria-label": `${label}: ${words}`, title: label, "aria-pressed": pressed, onclick: work }, text);
    item.replaceChildren(
      h("button", { type: "button", class: "words", tabindex: -1, data: { deed: "mend" }, title: isNote ? "See it in the article" : "Mend it", onclick: () => (isNote ? go(row.sentences[0]) : mend(row)) },
        h("span", { class: "key" }, parts.key ? named(parts.key) : ""), h("span", { class: "said" }, words)),
      h("span", { class: "places" }, isNote ? null : places.map((place, n) => [n ? " " : "", seen(row, place, n)]),
        fromOf(row) ? h("small", {}, fromOf(row)) : null),
      h("span", { class: "deeds" },
        isNote ? null : button("accept", "✓", "Right as it is", () => set(row, row.state === "accepted" ? "" : "accepted"), String(row.state === "accepted")),
        isOut ? button("out", "↺", "Put it back", () => set(row, "")) : button("out", "×", "Take it out", () => set(row, "out"))),
      h("span", { class: "state" }, told(row), row.state === "mended" && row.text !== row.was ? [" ", asItWas(row)] : null,
        fault && row.state !== "out" ? h("span", { class: "wrong" }, fault.message, fault.hint ? `: ${fault.hint}` : "") : null));
    if (held) (item.querySelector(`[data-deed="${held}"]`) ?? item.querySelector(".words")).focus();
    if (row === open) reachable(row);
  }

  /** Return what became of a line, or what it is. */
  function told(row) {
    if (row.state === "out") return "taken out";
    if (row.state === "mended") return "your words";
    if (isBlank(row)) return row.guessed;
    return isGuess(row) ? `a guess: ${row.guessed}` : "";
  }

  /** Return the button that leads to a place of the article. */
  function seen(row, place, n) {
    const goes = () => go(row.sentences.find((one) => placeOf(one) === place));
    return h("button", { type: "button", class: "tag", tabindex: -1, data: { deed: `place ${n}` }, title: "See it in the article", onclick: goes }, place);
  }

  function asItWas(row) {
    const back = () => { row.text = row.was; set(row, ""); };
    return h("button", { type: "button", class: "link", tabindex: -1, data: { deed: "back" }, onclick: back }, "as it was");
  }

  function set(row, state) {
    row.state = state;
    fill(row);
    changed();
  }

  /** Have a line's words written anew where they stand: Enter keeps them, Escape leaves them as they were. */
  function mend(row) {
    const item = items.get(row);
    const parts = partsOf(row.text);
    const before = worded(parts.value).words;
    const area = h("textarea", { class: "mending", rows: 1, "aria-label": parts.key ? named(parts.key) : "Words", value: before });
    let isOver = false;
    const over = (isKept) => {
      if (isOver) return;
      isOver = true;
      const words = area.value.replaceAll(/\s+/g, " ").trim();
      const isNew = isKept && words && words !== before;
      const isHeld = item.contains(document.activeElement);
      if (isNew) Object.assign(row, { text: mended(row, words), state: "mended" });
      fill(row);
      if (isHeld) item.querySelector(".words").focus();
      if (isNew) changed();
    };
    area.addEventListener("keydown", (event) => {
      if (event.isComposing || !/^(Enter|Escape)$/.test(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      over(event.key === "Enter");
    });
    area.addEventListener("blur", () => over(true));
    item.querySelector(".words").replaceWith(area);
    area.focus();
    area.select();
  }

  /** Let the buttons of one row be reached by Tab; arrows go on from it. */
  function reachable(row) {
    items.get(open)?.querySelectorAll("button").forEach((one) => { one.tabIndex = -1; });
    open = row;
    items.get(open)?.querySelectorAll("button").forEach((one) => { one.tabIndex = 0; });
  }

  function focus(row) {
    items.get(row)?.querySelector(".words")?.focus();
  }

  function step(key) {
    const all = [...items.keys()];
    const far = { ArrowDown: 1, ArrowUp: -1, Home: -all.length, End: all.length }[key];
    focus(all[Math.max(0, Math.min(all.length - 1, all.indexOf(open) + far))]);
  }

  list.addEventListener("keydown", (event) => {
    if (event.target.tagName === "TEXTAREA" || event.ctrlKey || event.altKey || event.metaKey || !open) return;
    const deeds = {
      a: () => isLine(open) && set(open, open.state === "accepted" ? "" : "accepted"),
      Delete: () => set(open, open.state === "out" ? "" : "out"),
      ArrowRight: () => open.sentences.length && go(open.sentences[0]),
    };
    const deed = deeds[event.key.length === 1 ? event.key.toLowerCase() : event.key] ??
      (/^(Arrow(Up|Down)|Home|End)$/.test(event.key) ? () => step(event.key) : null);
    if (!deed) return;
    event.preventDefault();
    deed();
  });

  /** Light the rows that are from a sentence; null lights none. */
  function lit(number) {
    for (const [row, item] of items) item.classList.toggle("lit", number !== null && row.sentences.includes(number));
  }

  /** Tell at their rows what is at fault: `faults` by the numbers of rows. */
  function faulty(faults) {
    const before = wrong;
    wrong = faults;
    rows.forEach((row, n) => {
      const isNew = JSON.stringify(before.get(n)) !== JSON.stringify(faults.get(n));
      if (isNew && items.has(row) && !items.get(row).querySelector(".mending")) fill(row);
    });
  }

  /** Accept all that nobody has looked at, guesses too, but for what is to be written still. */
  function acceptRest() {
    for (const row of items.keys()) {
      if (row.state || isBlank(row) || !isLine(row)) continue;
      row.state = "accepted";
      fill(row);
    }
    changed();
  }

  return { show, lit, faulty, focus, acceptRest, of: (number) => rows.find((row) => items.has(row) && row.sentences.includes(number)) };
}

