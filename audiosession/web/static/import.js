// An article becomes exercises: pasted, read, its drafts beside it line by line, mended, and made an exercise.
import { ask, attempt, dialog, field, h, keys, main, Refused, shownFault, state, sure } from "./studio.js";
import { composed, isGuess, isLine, rejoined, rowsOf } from "./import-draft.js";
import { openLines } from "./import-lines.js";
import { keep, kept } from "./import-kept.js";
import { openSource } from "./import-source.js";
import { openText } from "./toml-text.js";

const CHECK_MS = 250;
const NOTHING = { faults: [], warnings: [] };
const MOST_BYTES = 1_900_000;
const languageName = new Intl.DisplayNames(["en"], { type: "language" });
const held = kept(); // what is pasted and what was made of it, as it outlives a reload
let told = null; // what the studio read in it
let reading = null;
let rich = null; // what the clipboard held beside plain text

// The parts of the page.

const status = h("p", { class: "soft status", role: "status" });
const fault = h("div", { class: "fault-place", role: "alert" });
const area = h("textarea", { class: "article", spellcheck: "false", rows: 14, "aria-label": "Article", placeholder: "Paste an article here, or drop a file." });
const file = h("input", { type: "file", accept: ".txt,.md,.markdown,.html,.htm,text/plain,text/html", "aria-label": "A file: text, Markdown or HTML" });
const language = h("select", {}, h("option", { value: "" }, "as it is found"), state.languages.map((tag) => h("option", { value: tag }, languageName.of(tag))));
const own = h("input", { type: "checkbox", id: "own-words" });
const pasting = h("section", { class: "pasting drop", "aria-label": "The article" }, area,
  h("div", { class: "row" }, h("button", { type: "button", class: "main", id: "read", onclick: () => read(true) }, "Read it"), file,
    h("button", { type: "button", class: "quiet", id: "back", hidden: true, onclick: () => shows("draft") }, "Back to the draft")));
const options = h("div", { class: "row options" }, field("Language", language),
  h("div", { class: "ticked row" }, own, h("label", { for: "own-words" }, "These words are my own: keep them",
    h("small", { class: "soft" }, "Else each line is said anew: an article belongs to who wrote it."))));
const tabs = h("div", { class: "row exercises", role: "tablist", "aria-label": "Exercises of the article" });
const lineBox = h("div", { class: "by-line" });
const missing = h("div", { class: "missing" });
const toml = openText(() => press("toml"));
const views = pressed("How it is shown", { lines: "Lines", toml: "TOML" }, (view) => { draft.dataset.shown = view; showText(); });
const draft = h("section", { class: "side-draft", id: "draft", role: "tabpanel", "aria-label": "Draft", data: { shown: "lines" } },
  h("div", { class: "row over" }, h("h2", { class: "label" }, "Draft"), h("span", { class: "grow" }), views,
    h("button", { type: "button", class: "quiet small", onclick: asDrafted }, "As it was drafted")),
  missing, lineBox, toml.box, toml.findings);
const article = h("section", { class: "side-article", "aria-label": "Article" }, h("h2", { class: "label" }, "Article"));
const parts = pressed("What is shown", { draft: "Draft", article: "Article" }, (part) => { beside.dataset.part = part; });
parts.classList.add("parts");
const beside = h("div", { class: "beside", data: { part: "draft" } }, draft, article);
const progress = h("p", { class: "num soft", role: "status" });
const make = h("button", { type: "button", class: "main", onclick: makeIt }, "Make it an exercise");
const foot = h("div", { class: "row foot" }, progress, h("span", { class: "grow" }),
  h("button", { type: "button", onclick: () => lines.acceptRest() }, "Accept the rest"), make);
const result = h("div", { class: "read", hidden: true }, tabs, parts, beside, foot);
const change = h("button", { type: "button", "aria-label": "Change it: the article", hidden: true, onclick: () => { shows("paste"); area.focus(); } }, "Change it");

const placeOf = (number) => told.sentences.find((one) => one.number === number)?.place ?? "";
const lines = openLines(lineBox, {
  placeOf,
  light: (numbers, isSought) => source?.lit(numbers ?? [], isSought),
  go: (number) => { parts.querySelector("[data-choice=article]").click(); source.focus(number); },
  changed,
});
let source = null;

/** Return buttons of which one is pressed; the first is at first. */
function pressed(label, texts, show) {
  const box = h("div", { class: "row", role: "group", "aria-label": label });
  box.append(...Object.entries(texts).map(([choice, text], n) => h("button", {
    type: "button", class: "chip", data: { choice }, "aria-pressed": String(n === 0),
    onclick: () => {
      for (const one of box.children) one.setAttribute("aria-pressed", String(one.dataset.choice === choice));
      show(choice);
    },
  }, text)));
  return box;
}

function press(view) {
  views.querySelector(`[data-choice=${view}]`).click();
}

function shows(what) {
  const isDraft = what === "draft";
  document.body.dataset.shows = what;
  pasting.hidden = isDraft;
  result.hidden = !isDraft;
  change.hidden = !isDraft;
  document.getElementById("back").hidden = !told;
  if (!isDraft) status.textContent = "Nothing is written before you say so, and the article stays on this machine.";
}

// What is pasted, dropped, or chosen as a file.

area.addEventListener("paste", (event) => {
  const html = event.clipboardData?.getData("text/html") ?? "";
  const isWhole = area.selectionEnd - area.selectionStart === area.value.length;
  rich = isWhole && /<(h[1-6]|li|p)\b/i.test(html) ? html : null; // what edits make of colours alone is plain text
  setTimeout(() => read(true));
});
area.addEventListener("input", () => {
  const isPage = /^\s*<(!doctype html|html)\b/i.test(area.value);
  held.article = rich === null ? { kind: isPage ? "html" : "text", text: area.value } : { kind: "html", text: rich, shown: area.value };
  rich = null;
  keep(held);
});

/** Take a file in as the article. */
async function takeFile(one) {
  if (!one) return;
  if (one.size > MOST_BYTES || !/\.(txt|md|markdown|html?)$/i.test(one.name)) {
    const message = one.size > MOST_BYTES ? `${one.name} is far longer than an article` : `${one.name} is no text, Markdown or HTML`;
    fault.replaceChildren(shownFault({ message, hint: "Copy the text in it, and paste it here." }));
    return;
  }
  const text = await one.text();
  area.value = text;
  held.article = { kind: /\.html?$/i.test(one.name) ? "html" : "text", text };
  await read(true);
}

file.addEventListener("change", async () => {
  await takeFile(file.files[0]);
  file.value = "";
});
for (const kind of ["dragenter", "dragover"]) {
  main().addEventListener(kind, (event) => {
    if (!/Files|text\/(html|plain)/.test(event.dataTransfer.types.join())) return;
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    pasting.classList.add("over");
  });
}
for (const kind of ["dragleave", "drop"]) main().addEventListener(kind, () => pasting.classList.remove("over"));
main().addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  takeFile(event.dataTransfer.files[0]);
});

// What the studio reads in it.

/** Return how many lines of what was read somebody has mended or taken out. */
function touched() {
  return held.drafts.flatMap((one) => one.rows).filter((row) => /mended|out/.test(row.state)).length;
}

/** Have the article read; what was made of the one before it is asked for first. */
async function read(isNew) {
  if (isNew && touched() && !(await sure("Read it anew?", `You mended or took out ${touched()} lines of the draft; all is drafted anew.`, "Read it anew"))) return false;
  if (isNew) Object.assign(held, { drafts: [], current: 0 });
  fault.replaceChildren();
  status.textContent = "Reading…";
  reading?.abort();
  reading = new AbortController();
  try {
    const { kind, text } = held.article;
    told = await ask("POST", "/api/import", { kind, text, language: held.language, keep_words: held.own }, reading.signal);
  } catch (error) {
    if (error.name === "AbortError") return true;
    if (!(error instanceof Refused)) throw error;
    told = null;
    shows("paste");
    fault.replaceChildren(shownFault(error.fault));
    return true;
  }
  held.isRead = true;
  held.drafts = told.exercises.map((one, n) => {
    const before = held.drafts[n];
    return before?.base === one.text ? before : { base: one.text, rows: rowsOf(one), made: "" };
  });
  shown();
  return true;
}

function shown() {
  const many = told.exercises.length;
  language.options[0].textContent = held.language ? "as it is found" : `as it is found: ${languageName.of(told.language)}`;
  held.current = Math.min(held.current, many - 1);
  article.querySelector(".sentences")?.remove();
  source = openSource(article, told.sentences, {
    light: (number) => { lines.lit(number); source?.lit(number === null ? [] : [number], false); },
    go: (number) => {
      if (!current()[1].rows.some((row) => isLine(row) && row.sentences.includes(number))) return;
      parts.querySelector("[data-choice=draft]").click();
      if (draft.dataset.shown !== "lines") press("lines");
      lines.focus(lines.of(number));
    },
  });
  shows("draft");
  status.textContent = many === 1 ? "One exercise drafted. Nothing is written yet." : `${many} exercises drafted. Nothing is written yet.`;
  drawTabs();
  showExercise(held.current);
}

function drawTabs() {
  tabs.hidden = told.exercises.length < 2;
  tabs.replaceChildren(...told.exercises.map((one, n) => h("button", {
    type: "button", role: "tab", class: "chip", id: `tab-${n}`, "aria-controls": "draft", onclick: () => showExercise(n),
  }, held.drafts[n].made ? `✓ ${one.title || one.name}` : one.title || one.name)));
}

tabs.addEventListener("keydown", (event) => {
  const far = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!far) return;
  event.preventDefault();
  showExercise((held.current + far + tabs.children.length) % tabs.children.length);
  tabs.children[held.current].focus();
});

function current() {
  return [told.exercises[held.current], held.drafts[held.current]];
}

function showExercise(n) {
  held.current = n;
  const [exercise] = current();
  [...tabs.children].forEach((one, at) => {
    one.setAttribute("aria-selected", String(at === n));
    one.tabIndex = at === n ? 0 : -1;
  });
  missing.replaceChildren(...(exercise.missing.length ? [h("div", { class: "find" },
    h("h3", {}, "Missing in the article"), h("ul", {}, exercise.missing.map((one) => h("li", {}, one))))] : []));
  found = NOTHING;
  showText();
  changed();
}

/** Show the text that the lines make now. */
function showText() {
  toml.set(composed(current()[1].rows).text);
  lines.show(current()[1].rows);
  showFound();
}

toml.area.addEventListener("input", () => {
  const [, made] = current();
  made.rows = rejoined(made.rows, toml.area.value, told.sentences);
  changed();
});

async function asDrafted() {
  const [exercise, made] = current();
  if (!(await sure("As it was drafted?", "Your words, and what you took out or accepted, are forgotten.", "As it was drafted"))) return;
  made.rows = rowsOf(exercise);
  showExercise(held.current);
}

// What became of it so far: kept, counted, and checked.

let checking = null;
let checkWaiting = 0;
let found = NOTHING;
function changed() {
  const [exercise, made] = current();
  source.show(exercise, made.rows);
  keep(held);
  count();
  clearTimeout(checkWaiting);
  checkWaiting = setTimeout(check, CHECK_MS);
}

function count() {
  const [, made] = current();
  const all = made.rows.filter((row) => isLine(row) && (row.sentences.length || row.guessed));
  const guesses = all.filter(isGuess).length;
  const many = (n, word) => `${n} ${word}${n === 1 ? "" : word.endsWith("s") ? "es" : "s"}`;
  progress.textContent = [
    `${all.filter((row) => row.state).length} of ${many(all.length, "line")} looked at`,
    guesses ? many(guesses, "guess") : "", found.faults.length ? many(found.faults.length, "fault") : "",
  ].filter(Boolean).join(" · ");
  const isMade = Boolean(made.made);
  make.textContent = isMade ? "Open the exercise" : "Make it an exercise";
}

/** Show what was found last, at the lines and in the text. */
function showFound() {
  const { at } = composed(current()[1].rows);
  toml.showFound(found);
  lines.faulty(new Set(found.faults.filter((one) => one.line).map((one) => at[one.line - 1])));
}

async function check() {
  checking?.abort();
  checking = new AbortController();
  const { signal } = checking;
  const [exercise, made] = current();
  const { text } = composed(made.rows);
  const now = await attempt(() => ask("POST", "/api/import/check", { name: exercise.name, text }, signal));
  if (!now) return;
  found = now;
  showFound();
  count();
}

// An exercise is made of it, under a name that nothing has.

function makeIt() {
  const [exercise, made] = current();
  if (made.made) {
    location.assign(`/exercise/${encodeURIComponent(made.made)}`);
    return;
  }
  const name = h("input", { type: "text", value: exercise.name, required: true, maxlength: 50, autocomplete: "off", spellcheck: "false", autocapitalize: "off" });
  const place = h("div", { role: "alert" });
  const rest = found.faults.length ? h("p", { class: "soft" }, "What is still at fault is told on its page, each at its field.") : null;
  const box = dialog("Make it an exercise", h("form", { onsubmit: async (event) => {
    event.preventDefault();
    place.replaceChildren();
    try {
      const written = await ask("POST", "/api/import/take", { name: name.value.trim(), text: composed(made.rows).text });
      made.made = written.name;
      if (held.drafts.every((one) => one.made)) keep(null);
      else keep(held);
      location.assign(`/exercise/${encodeURIComponent(written.name)}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      place.replaceChildren(shownFault(error.fault));
    }
  } }, field("Name of its file", name, "Small letters, digits and hyphens."), rest, place,
  h("p", { class: "row" }, h("button", { class: "main" }, "Write it"), h("button", { type: "button", class: "quiet", onclick: () => box.close() }, "Cancel"))));
  box.classList.add("small-dialog");
  name.select();
}

// Choices that have it read anew, and what is there at first.

language.addEventListener("change", async () => {
  const before = held.language;
  held.language = language.value;
  if (held.isRead && !(await read(true))) language.value = held.language = before;
  keep(held);
});
own.addEventListener("change", async () => {
  held.own = own.checked;
  if (held.isRead && !(await read(true))) own.checked = held.own = !held.own;
  keep(held);
});

main().append(h("div", { class: "head" }, h("h1", {}, "Paste an article"), status, change), options, fault, pasting, result);
area.value = held.article.shown ?? held.article.text;
language.value = held.language;
own.checked = held.own;
if (held.isRead) {
  pasting.hidden = true;
  read(false);
} else shows("paste");
keys([
  ["Ctrl+Enter", "Read the article", () => { if (!pasting.hidden) read(true); }],
  ["A", "The line is right", () => {}], ["Delete", "Take the line out, or put it back", () => {}],
  ["ArrowRight", "From a line to its sentence", () => {}], ["Enter", "Mend the line; from a sentence to its line", () => {}],
]);
