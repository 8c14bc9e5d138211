// What the library offers beside its cards: a class from a wish, new definitions, and what is done with one.
import { ask, clock, dialog, field, h, Refused, showJournal, shownFault, state } from "./studio.js";
import { address } from "./library.js";

function chips(label, values, changed) {
  const box = h("fieldset", { class: "field plain" }, h("legend", { class: "label-text" }, label));
  const row = h("div", { class: "chips" }, values.map((value) => {
    const chip = h("button", { type: "button", class: "chip", "aria-pressed": "false", data: { value } }, value.replaceAll("-", " "));
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      changed();
    });
    return chip;
  }));
  box.append(row);
  return { box, value: () => [...row.querySelectorAll("[aria-pressed=true]")].map((one) => one.dataset.value).join(",") };
}

/** Do what a form of a dialog asks; what is refused is told in the dialog. */
async function within(place, work) {
  place.replaceChildren();
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    place.replaceChildren(shownFault(error.fault));
    return undefined;
  }
}

function rowOf(name) {
  return state.wishes.find((row) => row.name === name);
}

/** A class from a wish: what it would be is shown with its reasons while one wishes; nothing is written until it is taken. */
export function wish() {
  const length = h("input", { type: "number", min: 5, max: 90, value: "25", inputmode: "numeric" });
  const level = h("select", {}, rowOf("level").values.map((one) => h("option", {}, one)));
  const classes = state.cards.filter((card) => card.kind === "class");
  const unlike = h("select", {}, h("option", { value: "" }, "any class"), classes.map((card) => h("option", { value: card.name }, card.title)));
  const title = h("input", { type: "text", maxlength: 120, placeholder: "as the program calls it" });
  const shown = h("section", { class: "wished", tabindex: 0, "aria-live": "polite", "aria-label": "What it would be" });
  const taken = h("div", {});
  let seed = 1;
  let asked = null;
  let timer = 0;
  const soon = () => { clearTimeout(timer); timer = setTimeout(look, 300); };
  const focus = chips("Work for", rowOf("focus").values, soon);
  const avoid = chips("Spare", rowOf("avoid").values, soon);
  const wanted = () => ({ length: `${length.value}m`, level: level.value, focus: focus.value(), avoid: avoid.value(), unlike: unlike.value, seed, title: title.value.trim() });
  const takeIt = h("button", { type: "button", class: "main", disabled: true, onclick: take }, "Take it");
  const another = h("button", { type: "button", onclick: () => { seed += 1; look(); } }, "Another one");

  async function look() {
    asked?.abort();
    const now = asked = new AbortController();
    takeIt.disabled = true;
    try {
      const made = await ask("POST", "/api/library/wish", wanted(), now.signal);
      shown.replaceChildren(...wished(made));
      takeIt.disabled = false;
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error instanceof Refused)) throw error;
      shown.replaceChildren(shownFault(error.fault));
    }
  }

  async function take() {
    const told = await within(taken, () => ask("POST", "/api/library/wish/take", wanted()));
    if (told) location.assign(address({ kind: "class", name: told.name }));
  }

  [length, level, unlike].forEach((one) => one.addEventListener("input", soon));
  const box = dialog("A class from a wish",
    h("div", { class: "two wishing" },
      h("div", {},
        h("div", { class: "two tight" }, field("Minutes", length, "5 to 90"), field("Level", level)),
        focus.box, avoid.box,
        field("Unlike", unlike, "Its exercises do not come again."), field("Title", title)),
      shown),
    taken,
    h("p", { class: "row" }, takeIt, another, h("button", { type: "button", class: "quiet", onclick: () => box.close() }, "Cancel")));
  look();
}

function wished(made) {
  const parts = [...new Set(made.exercises.map((one) => one.section))];
  return [
    h("h3", {}, made.title),
    h("p", { class: "soft num" }, `${clock(made.length * 1000)}; by itself it would last ${clock(made.usual * 1000)}`),
    made.unmet.map((one) => shownFault({ message: one })),
    parts.map((part) => [h("h4", { class: "label" }, part), h("ol", { class: "reasons" }, made.exercises.filter((one) => one.section === part).map((one) => h("li", {},
      h("strong", {}, one.title), ` · ${one.position} · ${one.reps} rep${one.reps === 1 ? "" : "s"}`,
      one.reasons.length ? h("small", {}, one.reasons.join("; ")) : null)))]),
  ].flat(2);
}

/** A new class: a title, and the page where it is put together. */
export function newClass() {
  const title = h("input", { type: "text", maxlength: 120, required: true });
  asking("New class", [field("Title", title)], () => ask("POST", "/api/new/class", { title: title.value.trim() }), "class");
}

/** A new exercise: an example to write over, as another one is, or a breath pattern. */
export function newExercise(cards = []) {
  const title = h("input", { type: "text", maxlength: 120, required: true });
  const like = h("select", {}, cards.filter((card) => card.kind === "exercise").map((card) => h("option", { value: card.name }, card.title)));
  const breath = h("input", { type: "text", maxlength: 60, placeholder: "4-7-8x4" });
  const rest = h("div", {});
  const ways = { example: null, like: field("Like", like, "Phases and reps stay; its words are written anew."), breath: field("Breath", breath, "In, hold, out, hold, and how often: 4-4-4-4x6.") };
  const choice = h("select", { onchange: () => rest.replaceChildren(...[ways[choice.value]].filter(Boolean)) },
    h("option", { value: "example" }, "an example to write over"), h("option", { value: "like" }, "as another exercise is"), h("option", { value: "breath" }, "a breath pattern"));
  const wanted = () => ({ title: title.value.trim(), ...(choice.value === "like" ? { like: like.value } : {}), ...(choice.value === "breath" ? { breath: breath.value } : {}) });
  asking("New exercise", [field("Title", title), field("Begin with", choice), rest], () => ask("POST", "/api/library/exercises", wanted()), "exercise");
}

/** Ask for what a new definition needs, and open it. */
function asking(heading, fields, work, kind) {
  const place = h("div", {});
  const form = h("form", { onsubmit: make }, fields, place, h("p", { class: "row" },
    h("button", { class: "main" }, "Write it"), h("button", { type: "button", class: "quiet", onclick: () => box.close() }, "Cancel")));
  async function make(event) {
    event.preventDefault();
    const told = await within(place, work);
    if (!told) return;
    if (told.journal) showJournal(told.journal);
    location.assign(address({ kind, name: told.name }));
  }
  const box = dialog(heading, form);
  box.classList.add("small-dialog");
}

/** What can be done with a card. */
export function showMore(card, { listen, remove }) {
  const doing = (work) => () => { box.close(); work(); };
  const box = dialog(card.title, h("div", { class: "choices" },
    h("a", { class: "button main", href: address(card) }, card.kind === "class" ? "Open the class" : "Open the exercise"),
    card.kind === "exercise" ? h("a", { class: "button", href: `/class/${encodeURIComponent(card.name)}` }, "Look at it as a class") : null,
    h("button", { type: "button", onclick: doing(listen) }, "▶ Hear it"),
    h("button", { type: "button", onclick: doing(() => copy(card)) }, "Copy"),
    card.own ? h("button", { type: "button", onclick: doing(remove) }, "Remove") : null,
    h("button", { type: "button", class: "quiet", onclick: () => box.close() }, "Close")));
  box.classList.add("small-dialog");
}

function copy(card) {
  const title = h("input", { type: "text", maxlength: 120, required: true, value: `${card.title} 2` });
  const work = () => ask("POST", `/api/new/${card.kind}`, { title: title.value.trim(), like: card.name });
  asking(`Copy ${card.title}`, [field("Title of the copy", title, "It is a file of its own; the first one stays as it is.")], work, card.kind);
  title.select();
}
