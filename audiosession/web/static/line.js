// The open line: heard alone and in the mix, changed, said in another take, recorded, said differently.
import { ask, attempt, h, shownFault, showJournal } from "./studio.js";
import { address } from "./classroom.js";
import { canRecord, dropped, record } from "./recording.js";
import { sayDifferently } from "./differently.js";
import { playLine, saveWords } from "./saying.js";
import { showTakes } from "./takes.js";
import { howItIsSaid } from "./word.js";

let tries = 0; // a take that is heard anew has an address of its own, so that no browser plays the one before

/** Return what stands below an open line; `page` does what concerns all of the narration. */
export function lineTools(row, page) {
  const tools = h("div", { class: "line-tools", ondragover: (event) => event.preventDefault(), ondrop: (event) => dropped(event, row, page) });
  if (page.isEditing) tools.append(editor(row, page));
  else tools.append(buttons(row, page), about(row));
  return tools;
}

function buttons(row, page) {
  const button = (act, label, run, more = {}) => h("button", { type: "button", class: "small", data: { act }, onclick: run, ...more }, label);
  return h("div", { class: "row" },
    button("play", "▶ Line", () => playLine(address(`lines/${row.id}/sound`))),
    button("mix", "▶ In the mix", () => page.playMix(row)),
    button("edit", "Change…", () => page.edit(true), { title: "Change the words (Enter)" }),
    button("retake", "Another take", () => retake(row, page), { title: "Say it once more, otherwise (T)" }),
    button("takes", "Takes…", () => showTakes(row, page)),
    canRecord() ? button("record", "Record", () => record(row, page), { title: "Record it yourself (R)" }) : null,
    row.forms ? button("forms", "Say it differently…", () => sayDifferently(row, (heard) => page.saved(row, heard))) : null,
    button("lexicon", "How is it said…", () => howItIsSaid(String(getSelection()).trim() || row.text)));
}

/** What there is to know of a line: where its words stand, whose side they are of, why it is not said. */
function about(row) {
  const { source } = row;
  const told = [
    row.unsaid ? row.remedy : "",
    row.chosen ? `heard: ${row.chosen}` : "",
    source.mirrored ? `written for the other side: “${source.text}”` : "",
    source.why_not || placeOf(source),
  ].filter(Boolean);
  return h("p", { class: "soft about" }, told.join(" · "));
}

/** Where words stand; what comes with the program becomes a part of the project when it is changed. */
function placeOf(source) {
  if (!source.path.includes("/")) return `in ${source.name}, which comes with the program; a change makes it yours`;
  return `in ${source.path}${source.line ? `, line ${source.line}` : ""}`;
}

async function retake(row, page) {
  const told = await attempt(() => ask("POST", address(`lines/${row.id}/retake`, { digest: page.digest })));
  if (!told) return;
  showJournal(told.journal);
  await page.retook();
  playLine(address(`lines/${row.id}/sound`, { heard: ++tries }));
}

/** The words where they stand, to be changed in place: Enter saves, Ctrl+Enter saves and plays, Escape leaves. */
function editor(row, page) {
  const { source } = row;
  if (!source.editable) {
    return h("div", { class: "find", role: "note" },
      h("p", {}, source.why_not || "These words are made by a template."),
      h("p", { class: "row" }, h("button", { type: "button", class: "small", onclick: page.close }, "Close")));
  }
  const fault = h("div", { role: "status" });
  const field = h("textarea", { rows: source.text.length > 80 ? 3 : 1, "aria-label": `Words of the line, in ${source.path}`, value: source.text });
  let isBusy = false;
  const written = () => field.value.trim().replace(/\s*\n\s*/g, " ");
  const save = async (isToBeHeard) => {
    const text = written();
    if (isBusy) return;
    if (text === source.text) { page.close(); if (isToBeHeard) page.playMix(row); return; }
    isBusy = true;
    try {
      await saveWords(row, source, text);
      await page.saved(row, isToBeHeard);
    } catch (error) {
      if (!error.fault) throw error;
      fault.replaceChildren(shownFault(error.fault));
    } finally {
      isBusy = false;
    }
  };
  page.writes({ isUnsaved: () => field.isConnected && written() !== source.text, save: () => save(false) });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); save(event.ctrlKey || event.metaKey); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); page.close(); }
  });
  queueMicrotask(() => { field.focus(); field.setSelectionRange(field.value.length, field.value.length); });
  return h("div", { class: "editor" }, field, fault,
    h("p", { class: "row" },
      h("button", { type: "button", class: "small main", onclick: () => save(true) }, "Save and hear it"),
      h("button", { type: "button", class: "small", onclick: () => save(false) }, "Save"),
      h("button", { type: "button", class: "small", onclick: page.close }, "Leave it"),
      source.mirrored ? h("span", { class: "soft" }, "The other side is mirrored from these words.") : null));
}
