// What is said of the episodes of one publish: title, number and notes of one; date, season and trailer of several.
import { ask, attempt, field, h, Refused, showConflict, showJournal, shownFault } from "./studio.js";

const NOTHING = { title: "", season: "", number: "", date: "", trailer: false };
const wishes = { ...NOTHING };

/** Return what is wished, as the studio takes it; what nobody says stays as it was. */
export function wished(isOne) {
  const { title, season, number, date, trailer } = wishes;
  const asked = { trailer, season: season && Number(season), date: date && new Date(date).toISOString() };
  return isOne ? { ...asked, title, number: number && Number(number) } : asked;
}

/** Forget what was wished: it was for the classes that were chosen before. */
export function wishNothing() {
  Object.assign(wishes, NOTHING);
}

/** Draw the form into `box`, for the `episode` that is chosen alone, or null for several; `changed` is called after. */
export function drawWishes(box, episode, changed) {
  const keep = (name) => (event) => {
    wishes[name] = event.target.type === "checkbox" ? event.target.checked : event.target.value.trim();
    changed();
  };
  const input = (name, type, more = {}) => h("input", { name, type, value: wishes[name], onchange: keep(name), ...more });
  const number = (name) => input(name, "number", { min: 1, max: 10000, placeholder: episode?.[name] ?? "" });
  const isOpen = box.querySelector("details")?.open;
  box.replaceChildren(h("details", { open: isOpen }, h("summary", {}, episode ? "Title, date, season, notes" : "Date and season"),
    h("div", { class: "three" },
      episode ? field("Title of the episode", input("title", "text", { placeholder: episode.title, maxlength: 200 })) : null,
      field("Date", input("date", "datetime-local"), "One that is to come schedules it: publish once more when it is there."),
      field("Season", number("season")),
      episode ? field("Number", number("number")) : null),
    h("label", { class: "row ticked" }, h("input", { type: "checkbox", checked: wishes.trailer, onchange: keep("trailer") }), "It is a trailer"),
    episode ? notesOf(episode.name) : null));
}

/** Notes of one's own: a file of the project, saved as it is changed, and undone as all else. */
function notesOf(name) {
  const path = `/api/publish/notes/${encodeURIComponent(name)}`;
  const area = h("textarea", { name: "notes", rows: 4, disabled: true });
  const box = field("Notes of your own", area, "They stand in the show notes before what the class tells of itself.");
  let known = { text: "", version: "" };
  const take = (told) => {
    known = told;
    area.value = told.text;
    area.disabled = false;
    showJournal(told.journal);
  };
  const put = (text, version) => attempt(async () => take(await ask("PUT", path, { text, version })));
  area.addEventListener("change", async () => {
    box.querySelector(".find")?.remove();
    try {
      take(await ask("PUT", path, { text: area.value, version: known.version }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 409) showConflict(error.fault, put);
      else box.append(shownFault(error.fault));
    }
  });
  ask("GET", path).then(take, (error) => box.append(shownFault(error.fault)));
  return box;
}
