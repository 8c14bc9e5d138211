// An article becomes exercises: pasted, read, its drafts beside it line by line, mended, and made an exercise.
import { ask, attempt, dialog, field, h, keys, main, Refused, shownFault, state, sure } from "./studio.js";
import { composed, isBlank, isGuess, isLine, rejoined, rowsOf } from "./import-draft.js";
import { openLines } from "./import-lines.js";
import { keep, kept } from "./import-kept.js";
import { openPasting } from "./import-pasted.js";
import { openSource } from "./import-source.js";
import { openText } from "./toml-text.js";

const CHECK_MS = 250;
const NOTHING = { faults: [], warnings: [] };
const languageName = new Intl.DisplayNames(["en"], { type: "language" });
const held = kept(); // what is pasted and what was made of it, as it outlives a reload
let told = null; // what the studio read in it
let reading = null;

// The parts of the page.

const status = h("p", { class: "soft status", role: "status" });
const fault = h("div", { class: "fault-place", role: "alert" });
const language = h("select", {}, h("option", { value: "" }, "as it is found"), state.languages.map((tag) => h("option", { value: tag }, languageName.of(tag))));
const own = h("input", { type: "checkbox", id: "own-words" });
const back = h("button", { type: "button", class: "quiet", hidden: true, onclick: () => shows("draft") }, "Back to the draft");
const pasting = openPasting(held.article, {
  takes: (one, isWhole) => { held.article = one; if (isWhole) read(true); else keep(held); },
  refuses: (message) => fault.replaceChildren(shownFault({ message, hint: "Copy the text in it, and paste it here." })),
});
pasting.tools.prepend(h("button", { type: "button", class: "main", onclick: () => read(true) }, "Read it"));
pasting.tools.append(back);
const options = h("div", { class: "row options" }, field("Language", language),
  h("div", { class: "ticked row" }, own, h("label", { for: "own-words" }, "These words are my own: keep them",
    h("small", { class: "soft" }, "Else each line is said anew: an article belongs to who wrote it."))));
const tabs = h("div", { class: "row exercises", role: "tablist", "aria-label": "Exercises of the article" });
const lineBox = h("div", { class: "by-line" });
const missing = h("div", { class: "missing" });
const toml = openText((line) => goesTo(line));
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
const change = h("button", { type: "button", "aria-label": "Change it: the article", hidden: true, onclick: () => { shows("paste"); pasting.area.focus(); } }, "Change it");

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
  result.inert = false;
  pasting.box.hidden = isDraft;
  result.hidden = !isDraft;
  change.hidden = !isDraft;
  back.hidden = !told;
  if (!isDraft) status.textContent = "Nothing is written before you say so, and the article stays on this machine.";
}

// What the studio reads in it.

/** Return how many lines of what was read somebody has mended or taken out. */
function touched() {
  return held.drafts.flatMap((one) => one.rows).filter((row) => /mended|out/.test(row.state)).length;
}

/** Have the article read; what was made of the one before it is asked for first. */
async function read(isNew) {
  if (isNew && touched() && !(await sure("Read it anew?", `You mended or took out ${touched()} lines of the draft; all is drafted anew.`, "Read it anew"))) return false;
  clearTimeout(checkWaiting);
  reading?.abort();
  const mine = reading = new AbortController();
  fault.replaceChildren();
  status.textContent = "Reading…";
  result.inert = true; // what is done to a draft that goes would be lost
  const before = isNew ? [] : held.drafts;
  try {
    const { kind, text } = held.article;
    told = await ask("POST", "/api/import", { kind, text, language: held.language, keep_words: held.own }, mine.signal);
  } catch (error) {
    if (error.name !== "AbortError") refuse(error);
    return true;
  }
  held.drafts = told.exercises.map((one, n) => (before[n]?.base === one.text ? before[n] : { base: one.text, rows: rowsOf(one), made: "" }));
  Object.assign(held, { isRead: true, current: Math.min(isNew ? 0 : held.current, told.exercises.length - 1) });
  const first = await checked();
  if (mine === reading) shown(first);
  return true;
}

/** Show why nothing was read, and what was pasted, to be changed. */
function refuse(error) {
  if (!(error instanceof Refused)) throw error;
  told = null;
  Object.assign(held, { isRead: false, drafts: [], current: 0 });
  keep(held);
  shows("paste");
  fault.replaceChildren(shownFault(error.fault));
}

function shown(first) {
  const many = told.exercises.length;
  language.options[0].textContent = held.language ? "as it is found" : `as it is found: ${languageName.of(told.language)}`;
  article.querySelector(".sentences")?.remove();
  source = openSource(article, told.sentences, {
    light: (number) => { lines.lit(number); source?.lit(number === null ? [] : [number], false); },
    go: (number) => {
      if (!current()[1].rows.some((row) => row.sentences.includes(number))) return;
      parts.querySelector("[data-choice=draft]").click();
      if (draft.dataset.shown !== "lines") press("lines");
      lines.focus(lines.of(number));
    },
  });
  shows("draft");
  status.textContent = many === 1 ? "One exercise drafted. Nothing is written yet." : `${many} exercises drafted. Nothing is written yet.`;
  drawTabs();
  showExercise(held.current, first);
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

function showExercise(n, first = NOTHING) {
  held.current = n;
  const [exercise] = current();
  [...tabs.children].forEach((one, at) => {
    one.setAttribute("aria-selected", String(at === n));
    one.tabIndex = at === n ? 0 : -1;
  });
  missing.replaceChildren(...(exercise.missing.length ? [h("div", { class: "find" },
    h("h3", {}, "What the draft lacks"), h("ul", {}, exercise.missing.map((one) => h("li", {}, one))))] : []));
  found = first;
  showText();
  changed();
  source.begin(current()[1].rows);
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
  const blanks = all.filter((row) => isBlank(row) && row.state !== "out").length;
  const guesses = all.filter((row) => isGuess(row) && !isBlank(row)).length;
  const many = (n, word) => `${n} ${word}${n === 1 ? "" : word.endsWith("s") ? "es" : "s"}`;
  progress.textContent = [
    `${all.filter((row) => row.state).length} of ${many(all.length, "line")} looked at`,
    guesses ? many(guesses, "guess") : "", blanks ? `${blanks} to be written` : "", found.faults.length ? many(found.faults.length, "fault") : "",
  ].filter(Boolean).join(" · ");
  const isMade = Boolean(made.made);
  make.textContent = isMade ? "Open the exercise" : "Make it an exercise";
}

/** Show what was found last, at the lines and in the text. */
function showFound() {
  const { at } = composed(current()[1].rows);
  toml.showFound(found);
  lines.faulty(new Map(found.faults.filter((one) => one.line).map((one) => [at[one.line - 1], one])));
  if (found === NOTHING) return;
  const [exercise] = current();
  exercise.missing.forEach((one, n) => missing.querySelectorAll("li")[n].classList.toggle("there", !found.faults.some((fault) => one.startsWith(fault.message))));
}

/** Go to a line of the text: where lines are shown, to what stands there of it. */
function goesTo(line) {
  const [, { rows }] = current();
  const row = rows[composed(rows).at[line - 1]];
  if (draft.dataset.shown === "lines" && isLine(row)) {
    lines.focus(row);
    return true;
  }
  press("toml");
  return false;
}

/** Return what a draft would be told of; nothing where something newer is asked meanwhile. */
function checked() {
  checking?.abort();
  checking = new AbortController();
  const { signal } = checking;
  const [exercise, made] = current();
  return attempt(() => ask("POST", "/api/import/check", { name: exercise.name, text: composed(made.rows).text }, signal));
}

async function check() {
  const now = await checked();
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
  const name = h("input", { type: "text", value: found.name || exercise.name, required: true, maxlength: 50, autocomplete: "off", spellcheck: "false", autocapitalize: "off" });
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

main().append(h("div", { class: "head" }, h("h1", {}, "Paste an article"), status, change), options, fault, pasting.box, result);
language.value = held.language;
own.checked = held.own;
if (held.isRead) {
  pasting.box.hidden = true;
  read(false);
} else shows("paste");
keys([
  ["Ctrl+Enter", "Read the article", () => { if (!pasting.box.hidden) read(true); }],
  ["A", "The line is right", () => {}], ["Delete", "Take the line out, or put it back", () => {}],
  ["ArrowRight", "From a line to its sentence", () => {}], ["Enter", "Mend the line; from a sentence to its line", () => {}],
]);
