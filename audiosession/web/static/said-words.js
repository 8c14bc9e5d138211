// The lexicon: words that a voice gets wrong, and how it is to say them.
import { ask, attempt, dialog, field, h, on, onStep, Refused, showConflict, showJournal, shownFault, state } from "./studio.js";

const ADDRESS = "/api/texts/lexicon/lexicon";
const ALL = "all";
let held = null;
let tools = null;
const find = h("input", { type: "search", id: "find-word", placeholder: "Find a word" });
const rows = h("tbody", {});
const none = h("p", { class: "soft" });
const faults = h("div", {});

/** Draw the lexicon in `box`; `given` are what the page of voices hears and calls things by. */
export async function openLexicon(box, given) {
  tools = given;
  box.append(
    h("p", { class: "soft" }, "What stands here changes what a voice is given, never what is read. ", h("code", {}, "[[ ]]"), " holds sounds in the IPA."),
    faults,
    h("div", { class: "row" }, h("label", { class: "hidden-text", for: "find-word" }, "Find a word"), find,
      h("button", { type: "button", onclick: () => change({ table: "", word: "", said: "" }) }, "Add a word")),
    h("div", { class: "scrolled", tabindex: 0, role: "region", "aria-label": "Lexicon" }, h("table", {}, h("thead", {}, h("tr", {},
      ["Word", "Said as", ""].map((word) => h("th", { scope: "col" }, word || h("span", { class: "hidden-text" }, "What can be done"))))), rows)), none);
  find.addEventListener("input", draw);
  onStep(load);
  on("changed", ({ files }) => { if (files.some((file) => file.endsWith("lexicon.toml"))) load(); });
  if (state.lexicon) adopt(state.lexicon);
  else await load();
}

async function load() {
  const told = await attempt(() => ask("GET", ADDRESS));
  if (told) adopt(told);
}

function adopt(told) {
  held = told;
  if (told.journal) showJournal(told.journal);
  faults.replaceChildren(...(told.faults || []).map((one) => shownFault(one)));
  draw();
}

/** All entries, those of the language that is listened to first. */
function entries() {
  const far = ({ table }) => table === ALL ? 0 : !table.includes(":") || table.split(":")[1].startsWith(tools.language()) ? 1 : 2;
  const all = Object.entries(held.values || {}).flatMap(([table, words]) =>
    Object.entries(typeof words === "object" && words ? words : {}).map(([word, said]) => ({ table, word, said: String(said) })));
  return all.sort((one, two) => far(one) - far(two));
}

/** For whom a table holds: "all voices", "espeak, English". */
function forWhom(table) {
  if (table === ALL) return "all voices";
  const [engine, tag] = table.split(":");
  return tag ? `${engine}, ${tools.called(tag)}` : engine;
}

function draw() {
  const wanted = find.value.trim().toLowerCase();
  const shown = entries().filter((one) => `${one.word} ${one.said} ${forWhom(one.table)}`.toLowerCase().includes(wanted));
  rows.replaceChildren(...shown.map((one) => h("tr", {},
    h("th", { scope: "row" }, one.word), h("td", {}, one.said, h("small", {}, forWhom(one.table))),
    h("td", {}, h("div", { class: "row" }, named(tools.hearing("", () => voiceFor(one.table), () => one.word), `Hear ${one.word}, ${forWhom(one.table)}`),
      h("button", { type: "button", class: "small", onclick: () => change(one), "aria-label": `Change ${one.word}, ${forWhom(one.table)}` }, "Change"))))));
  none.textContent = shown.length ? "" : wanted ? "No word here is like that." : "Every word is said as the voice thinks. Add one that it gets wrong.";
}

function named(button, label) {
  button.setAttribute("aria-label", label);
  button.classList.add("small-round");
  return button;
}

/** A voice that a table holds for: the project's own where it does, else the table's. */
function voiceFor(table) {
  const usual = tools.voice();
  return table === ALL || table === "" || `${usual}:`.startsWith(`${table.split(":")[0]}:`) ? (table.includes(":") ? table : usual) : table;
}

function tables() {
  const engine = tools.voice().split(":")[0];
  const usual = engine === "auto" ? [] : [`${engine}:${tools.language()}`];
  return [...new Set([ALL, ...usual, ...Object.keys(held.values || {})])];
}

/** Change an entry, or add one where it has no word; it is heard as it stands before it is kept. */
function change(entry) {
  const word = h("input", { type: "text", maxlength: 200, required: true, value: entry.word });
  const said = h("input", { type: "text", maxlength: 200, required: true, value: entry.said, spellcheck: false });
  const table = h("select", {}, tables().map((one) => h("option", { value: one }, forWhom(one))));
  table.value = entry.table || ALL;
  const sentence = h("input", { type: "text", maxlength: 300 });
  const fault = h("div", { role: "alert" });
  const spec = () => voiceFor(table.value);
  const inSentence = () => (sentence.value.trim() || word.value).replaceAll(word.value, said.value);

  async function keep(changes) {
    try {
      adopt(await ask("PATCH", ADDRESS, { changes, version: held.version }));
      box.close();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 409) {
        box.close();
        showConflict(error.fault, async (text, version) => { const told = await attempt(() => ask("PUT", ADDRESS, { text, version })); if (told) adopt(told); });
      } else fault.replaceChildren(shownFault(error.fault));
    }
  }

  const put = { at: [], value: "" };
  const save = (event) => {
    event.preventDefault();
    const moved = entry.word && (entry.word !== word.value.trim() || entry.table !== table.value);
    const added = { ...put, at: [table.value, word.value.trim()], value: said.value.trim() };
    keep([...(moved ? [{ at: [entry.table, entry.word], remove: true }] : []), added]);
  };
  const form = h("form", { onsubmit: save },
    field("Word", word), field("Said as", said, "As one would spell it, or sounds: [[pɪˈlɑːtiːz]]"),
    field("For", table), field("A sentence with it", sentence, "To hear it among other words; it is not kept."),
    h("p", { class: "row" }, tools.hearing("Word", spec, () => said.value.trim() || word.value.trim()), tools.hearing("Sentence", spec, inSentence)),
    fault,
    h("p", { class: "row" }, h("button", { class: "main" }, "Keep it"),
      entry.word ? h("button", { type: "button", onclick: () => keep([{ at: [entry.table, entry.word], remove: true }]) }, "Remove it") : null,
      h("button", { type: "button", class: "quiet", onclick: () => box.close() }, "Cancel")));
  const box = dialog(entry.word ? `How “${entry.word}” is said` : "A word to say otherwise", form);
  box.classList.add("small-dialog");
  word.focus();
}
