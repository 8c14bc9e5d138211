// The article as it was read: its sentences in order, each with its place, and whether a line of the draft is from it.
import { isLine } from "./import-draft.js";
import { h } from "./studio.js";

/**
 * Show `sentences` in `box`. `light(number)` is told which one is looked at, null for none; `go(number)` that a person
 * wants the line that is from it. Return `show(exercise, rows)`, `begin(rows)`,
 * `lit(numbers, isSought)` and `focus(number)`.
 */
export function openSource(box, sentences, { light, go }) {
  const buttons = new Map();
  const list = h("div", { class: "sentences" }, groups(sentences).map(([place, own]) =>
    h("p", { class: place.startsWith("heading") ? "heading" : null },
      h("small", { class: "place" }, place), own.map((one) => sentence(one)))));
  box.append(list);
  reachable(sentences[0]?.number);

  function sentence(one) {
    const button = h("button", { type: "button", class: "sentence", tabindex: -1, data: { number: one.number } }, one.text);
    button.addEventListener("click", () => go(one.number));
    button.addEventListener("focus", () => { reachable(one.number); light(one.number); });
    button.addEventListener("pointerenter", () => light(one.number));
    button.addEventListener("pointerleave", () => light(null));
    buttons.set(one.number, button);
    return [button, " "];
  }

  /** Let one sentence be reached by Tab; arrows go on from it. */
  function reachable(number) {
    for (const [other, button] of buttons) button.tabIndex = other === number ? 0 : -1;
  }

  function show(exercise, rows) {
    const used = new Set(rows.filter((row) => isLine(row) && row.state !== "out").flatMap((row) => row.sentences));
    const left = new Set(exercise.unplaced);
    for (const [number, button] of buttons) {
      button.classList.toggle("used", used.has(number));
      const isLeft = left.has(number);
      button.classList.toggle("unplaced", isLeft && !used.has(number));
      button.classList.toggle("partly", isLeft && used.has(number));
      const says = isLeft ? (used.has(number) ? "no line holds all of it" : "no line holds it") : null;
      if (says) button.setAttribute("aria-description", says);
      else button.removeAttribute("aria-description");
    }
  }

  function lit(numbers, isSought) {
    for (const [number, button] of buttons) button.classList.toggle("lit", numbers.includes(number));
    if (isSought && numbers.length) seen(buttons.get(numbers[0]));
  }

  /** Scroll the article, and nothing else, until a sentence is seen. */
  function seen(button) {
    const [room, place] = [list.getBoundingClientRect(), button.getBoundingClientRect()];
    if (place.top < room.top || place.bottom > room.bottom) list.scrollTop += place.top - room.top - room.height / 3;
  }

  function focus(number) {
    buttons.get(number)?.focus();
  }

  list.addEventListener("keydown", (event) => {
    const all = [...buttons.values()];
    const far = { ArrowDown: 1, ArrowUp: -1, Home: -all.length, End: all.length }[event.key];
    if (!far || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const at = all.indexOf(document.activeElement) + far;
    all[Math.max(0, Math.min(all.length - 1, at))]?.focus();
  });
  /** Scroll the article to where an exercise begins that `rows` are of. */
  function begin(rows) {
    const first = Math.min(...rows.flatMap((row) => row.sentences));
    if (buttons.has(first)) seen(buttons.get(first));
  }

  return { show, lit, focus, begin };
}

/** Return sentences by the place where they stand, in order. */
function groups(sentences) {
  const found = [];
  for (const one of sentences) {
    if (found.at(-1)?.[0] === one.place) found.at(-1)[1].push(one);
    else found.push([one.place, [one]]);
  }
  return found;
}
