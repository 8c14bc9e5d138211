// What is done with an exercise as a whole: another name, a copy, taking it out.
import { ask, attempt, dialog, h, sure } from "./studio.js";

const placeOf = (name) => `/exercise/${encodeURIComponent(name)}`;

/** Ask for a title; `done(title, isWith)` is called with it, and closes the dialog unless it is refused. */
function askTitle(title, usual, button, option, done) {
  const words = h("input", { id: "new-title", value: usual, required: true, maxlength: 100 });
  const also = option ? h("input", { type: "checkbox", id: "new-option" }) : null;
  const said = h("div", { role: "alert" });
  const box = dialog(title, h("form", { onsubmit: async (event) => {
    event.preventDefault();
    said.replaceChildren();
    try {
      await done(words.value.trim(), Boolean(also?.checked));
      box.close();
    } catch (error) {
      if (!error.fault) throw error;
      said.replaceChildren(h("p", { class: "find" }, error.fault.message, " ", error.fault.hint));
    }
  } },
  h("div", { class: "field" }, h("label", { for: "new-title" }, "Title"), words),
  also ? h("p", { class: "row" }, also, h("label", { for: "new-option" }, option)) : null, said,
  h("p", { class: "row" }, h("button", { type: "submit", class: "main" }, button),
    h("button", { type: "button", onclick: () => box.close() }, "Cancel"))));
  words.select();
}

/** Give it another title, and its file another name where that is wanted; then classes that use it name it anew. */
export function rename(held) {
  const option = `Name the file anew too: now it is ${held.path.split("/").at(-1)}, and classes that use it follow`;
  askTitle("Rename", held.values?.title ?? held.name, "Rename", option, async (title, isWith) => {
    const address = `/api/rename/exercise/${encodeURIComponent(held.name)}`;
    const told = await ask("POST", address, { title, with_file: isWith });
    location.replace(placeOf(told.name));
  });
}

/** Make another exercise of it, with all its words and its translations. */
export function copy(held) {
  askTitle("Copy", `${held.values?.title ?? held.name}, again`, "Copy", null, async (title) => {
    const told = await ask("POST", "/api/new/exercise", { title, like: held.name });
    location.assign(placeOf(told.name));
  });
}

/** Take it out of the project, once a person says so; undo brings it back. */
export async function remove(held) {
  if (!(await sure("Remove", `Take ${held.path} out of the project? Undo brings it back.`, "Remove"))) return;
  const told = await attempt(() => ask("DELETE", `/api/texts/exercise/${encodeURIComponent(held.name)}`));
  if (told) location.assign("/library");
}
