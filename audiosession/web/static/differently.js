// All ways to say the line of a phase, the longest first: each with how it fits, heard and changed where it stands.
import { attempt, dialog, h } from "./studio.js";
import { address } from "./classroom.js";
import { playLine, saveWords } from "./saying.js";
import { fitBar, fitOf } from "./spoken.js";

/** Show all forms of a row's phase; `done(isToBeHeard)` is called at the end if one was changed. */
export function sayDifferently(row, done) {
  let isChanged = false;
  const box = dialog("Say it differently",
    h("p", { class: "soft" }, "Of these the first that fits is said, the full ones in turn; as the reps go on, the shorter ones."),
    h("ul", { class: "forms" }, row.forms.map((form) => item(row, form, () => { isChanged = true; }))),
    h("p", { class: "row" },
      h("button", { type: "button", class: "main", onclick: () => box.close() }, "Done")));
  box.addEventListener("close", () => { if (isChanged) done(false); });
}

function item(row, form, changed) {
  const { source } = form;
  const fit = fitOf(form);
  const field = h("input", { value: source.text, "aria-label": `${form.form} form`, disabled: !source.editable });
  field.addEventListener("change", () => attempt(async () => {
    const text = field.value.trim();
    if (!text || text === source.text) return;
    await saveWords(row, source, text);
    source.text = text;
    changed();
  }));
  const sound = () => playLine(address(`lines/${row.id}/sound`, { words: form.text }));
  return h("li", { class: row.text === form.text ? "said" : null },
    h("span", { class: "tag" }, form.form),
    h("span", { class: "words-of" }, field,
      source.mirrored ? h("small", { class: "soft" }, `here, on the other side: ${form.text}`) : null,
      source.editable ? null : h("small", { class: "soft" }, source.why_not)),
    fit ? fitBar(fit) : null,
    h("button", { type: "button", class: "small", "aria-label": `Play the ${form.form} form`, onclick: sound }, "▶"));
}
