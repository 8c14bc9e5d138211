// Marks that a person sets in a class, each with a name. This browser keeps them; they are no part of the project.
import { clock, h } from "./studio.js";

/** Return the marks kept under `key`; `changed()` is told of each change, `go(at)` that somebody wants to hear one. */
export function openMarks(key, { changed, go }) {
  const list = h("ul", { class: "marks", "aria-label": "Marks" });
  let rows = [];
  try {
    rows = JSON.parse(localStorage.getItem(key) || "[]").filter((one) => Number.isFinite(one.at) && typeof one.name === "string");
  } catch {
    rows = []; // somebody else's words under our key, or a browser that keeps nothing
  }
  rows = rows.map(({ at, name }) => ({ start: at, end: at + 1, name }));

  function keep() {
    rows.sort((one, other) => one.start - other.start);
    try {
      localStorage.setItem(key, JSON.stringify(rows.map(({ start, name }) => ({ at: start, name }))));
    } catch {
      // a browser that keeps nothing shows them as long as the page is open
    }
    changed();
  }

  function draw() {
    const note = h("li", { class: "soft" }, "This browser keeps your marks; they are not in the project.");
    list.replaceChildren(...(rows.length ? [...rows.map(shown), note] : []));
  }

  function shown(mark) {
    const at = clock(mark.start, true);
    const rename = (event) => { mark.name = event.target.value.trim(); keep(); };
    const remove = () => { rows.splice(rows.indexOf(mark), 1); keep(); draw(); };
    return h("li", {},
      h("button", { type: "button", class: "small num", "aria-label": `Play from the mark at ${at}`, onclick: () => go(mark.start) }, `▶ ${at}`),
      h("input", { "aria-label": `Name of the mark at ${at}`, placeholder: "name it", maxlength: 60, value: mark.name, oninput: rename,
        onkeydown: (event) => event.key === "Enter" && event.target.blur() }),
      h("button", { type: "button", class: "quiet small", "aria-label": `Remove the mark at ${at}`, onclick: remove }, "Remove"));
  }

  draw();
  return {
    list,
    rows: () => rows,
    /** Set a mark at `at`, and let it be named. */
    set(at) {
      const mark = { start: Math.round(at), end: Math.round(at) + 1, name: "" };
      rows.push(mark);
      keep();
      draw();
      list.children[rows.indexOf(mark)].querySelector("input").focus();
    },
  };
}
