// How a word is said that a voice gets wrong: its entry in the lexicon, which holds for all classes.
import { ask, attempt, dialog, field, h, say, showConflict, showJournal } from "./studio.js";
import { rehearse, textAddress } from "./classroom.js";

const PATH = textAddress("lexicon", "lexicon");

/** Show how a word of a line is said, to be changed. */
export async function howItIsSaid(words) {
  const told = await attempt(() => ask("GET", PATH));
  if (!told) return;
  const tables = Object.keys(told.values).filter((name) => typeof told.values[name] === "object");
  const word = h("input", { value: words.split(/\s+/).length === 1 ? words.replace(/[.,!?…:;]+$/, "") : "", list: "words-of-line" });
  const given = h("input", {});
  const table = h("select", {}, (tables.length ? tables : ["all"]).map((name) => h("option", { value: name }, name === "all" ? "all voices" : name)));
  const known = () => { given.value = told.values[table.value]?.[word.value.trim()] || ""; };
  [word, table].forEach((one) => one.addEventListener("change", known));
  known();
  const box = dialog("How is it said?",
    h("datalist", { id: "words-of-line" }, [...new Set(words.split(/[\s/.,!?]+/))].filter((one) => one.length > 1).map((value) => h("option", { value }))),
    field("The word", word),
    field("What the voice is given", given, "another spelling, or sounds: [[pɪˈlɑːtiːz]]; empty takes the entry out"),
    field("For", table),
    h("p", { class: "row" },
      h("button", { type: "button", class: "main", onclick: () => { box.close(); save(told, table.value, word.value.trim(), given.value.trim()); } }, "Save"),
      h("button", { type: "button", onclick: () => box.close() }, "Cancel")));
}

async function save(told, table, word, given) {
  if (!word) return;
  const change = given ? { at: [table, word], value: given } : { at: [table, word], remove: true };
  try {
    const answer = await ask("PATCH", PATH, { changes: [change], version: told.version });
    if (answer.journal) showJournal(answer.journal);
    say(given ? `“${word}” is said as “${given}” now.` : `“${word}” is said as it is written.`);
    await rehearse();
  } catch (error) {
    if (!error.fault) throw error;
    if (error.status === 409 && error.fault.yours) showConflict(error.fault, (text, version) => attempt(() => ask("PUT", PATH, { text, version })));
    else say(error.fault.message, { hint: error.fault.hint, isFault: true });
  }
}
