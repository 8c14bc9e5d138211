// Exercises added to a class: one that is looked for by name, or all that a wish asks for.
import { ask, attempt, clock, dialog, field, h, say } from "./studio.js";
import { edit, room } from "./classroom.js";

let library = null;

/** Return letters as they are compared: accents and case do not matter. */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function facts(row) {
  return [...(row.positions || []), row.level, ...(row.focus || [])].filter(Boolean);
}

/** Look for an exercise, and put it at `place` in the order of the class. */
export async function addExercise(place) {
  library = library || (await attempt(() => ask("GET", "/api/library")))?.cards.filter((card) => card.kind === "exercise");
  if (!library) return;
  const found = h("ul", { class: "found" });
  const told = h("p", { class: "soft", role: "status" });
  const search = h("input", { type: "search", "aria-label": "Search exercises", placeholder: "Name, position, what it works", autofocus: true });
  const box = dialog("Add an exercise", h("p", {}, search), told, found);
  const take = async (row) => {
    box.close();
    if (await edit([{ at: ["exercise"], insert: place, value: { use: row.name } }])) say(`${row.title} is in the class now.`);
  };
  const show = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const rows = library.filter((row) => {
      const text = plain([row.name, row.title, ...facts(row)].join(" "));
      return words.every((word) => text.includes(word));
    });
    told.textContent = rows.length === 0 ? "No exercise is called so." : `${rows.length} exercise${rows.length === 1 ? "" : "s"}`;
    found.replaceChildren(...rows.slice(0, 60).map((row) => h("li", {},
      h("button", { type: "button", onclick: () => take(row) },
        h("span", { class: "what" }, row.title),
        h("small", {}, facts(row).join(" · "))))));
  };
  search.addEventListener("input", show);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault(); // or the button that has the focus once the dialog is gone would be pressed by it
      found.querySelector("button")?.click();
    }
    if (event.key === "ArrowDown") { event.preventDefault(); found.querySelector("button")?.focus(); }
  });
  found.addEventListener("keydown", (event) => {
    const way = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (!way) return;
    event.preventDefault();
    (document.activeElement.closest("li")?.[way]?.querySelector("button") || search).focus();
  });
  show();
}

/** Ask for a class by a wish, and put what comes of it in the place of all exercises. */
export function fromWish() {
  const length = h("input", { value: "20m", required: true });
  const level = h("select", {}, ["beginner", "intermediate", "advanced"].map((one) => h("option", {}, one)));
  const focus = h("input", { placeholder: "back, hips" });
  const answer = h("div", { role: "status" });
  let seed = 1;
  let made = null;
  const use = h("button", { type: "button", class: "main", disabled: true, onclick: () => { box.close(); putIn(made); } }, "Take these exercises");
  const look = async () => {
    const wish = new URLSearchParams({ length: length.value, level: level.value, focus: focus.value, seed });
    const path = `/api/classes/${encodeURIComponent(room.outline.name)}/wish?${wish}`;
    answer.setAttribute("aria-busy", "true");
    made = (await attempt(() => ask("GET", path))) || null;
    answer.removeAttribute("aria-busy");
    use.disabled = !made;
    answer.replaceChildren(...(made ? shown(made.made) : []));
  };
  const box = dialog("From a wish",
    h("p", { class: "soft" }, "What is chosen takes the place of the exercises of this class; Undo brings them back."),
    field("How long", length), field("For whom", level), field("What it works", focus),
    h("p", { class: "row" },
      h("button", { type: "button", onclick: () => { seed = 1; look(); } }, "Show"),
      h("button", { type: "button", class: "quiet", onclick: () => { seed += 1; look(); } }, "Another one"), use),
    answer);
}

function shown(made) {
  return [
    h("p", {}, `About ${clock(made.usual * 1000)}, in ${made.exercises.length} exercises`),
    h("ol", {}, made.exercises.map((one) => h("li", {}, `${one.title}, ${one.reps} reps `, h("small", { class: "soft" }, one.reasons.join("; "))))),
    ...made.unmet.map((text) => h("p", { class: "find" }, text)),
  ];
}

async function putIn({ tables }) {
  if (await edit([{ at: ["exercise"], value: tables }])) say(`${tables.length} exercises took their places.`);
}
