// Where an article comes in: pasted, rich or plain, typed, dropped, or chosen as a file.
import { h, main } from "./studio.js";

const MOST_BYTES = 1_900_000;
const READ = /\.(txt|md|markdown|html?)$/i;

/**
 * Return `box`, where one pastes, and `area`, its field. `article` is what is in it at first: `kind`, `text`, and `shown`
 * where what is shown is not what is read. `takes(article, isWhole)` is told what is in it now, whole where it came at
 * once; `refuses(message)` that a file is no article.
 */
export function openPasting(article, { takes, refuses }) {
  let rich = null; // what the clipboard holds beside plain text, until that is in the field
  const area = h("textarea", { class: "article", spellcheck: "false", rows: 14, "aria-label": "Article", placeholder: "Paste an article here, or drop a file.", value: article.shown ?? article.text });
  const file = h("input", { type: "file", accept: ".txt,.md,.markdown,.html,.htm,text/plain,text/html", "aria-label": "A file: text, Markdown or HTML" });
  const tools = h("div", { class: "row" }, file);
  const box = h("section", { class: "pasting drop", "aria-label": "The article" }, area, tools);

  area.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html") ?? "";
    const isWhole = area.selectionEnd - area.selectionStart === area.value.length;
    rich = isWhole && /<(h[1-6]|li|p)\b/i.test(html) ? html : ""; // what has colours alone is plain text
  });
  area.addEventListener("input", () => {
    const isPage = /^\s*<(!doctype html|html)\b/i.test(area.value);
    const isPasted = rich !== null;
    takes(rich ? { kind: "html", text: rich, shown: area.value } : { kind: isPage ? "html" : "text", text: area.value }, isPasted);
    rich = null;
  });

  async function takeFile(one) {
    if (!one) return;
    if (one.size > MOST_BYTES) refuses(`${one.name} is far longer than an article`);
    else if (!READ.test(one.name)) refuses(`${one.name} is no text, Markdown or HTML`);
    else {
      area.value = await one.text();
      takes({ kind: /\.html?$/i.test(one.name) ? "html" : "text", text: area.value }, true);
    }
  }

  file.addEventListener("change", async () => {
    await takeFile(file.files[0]);
    file.value = "";
  });
  for (const kind of ["dragenter", "dragover"]) {
    main().addEventListener(kind, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      box.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) main().addEventListener(kind, () => box.classList.remove("over"));
  main().addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    takeFile(event.dataTransfer.files[0]);
  });
  return { box, area, tools };
}
