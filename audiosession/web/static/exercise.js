// An exercise: a form made from its model, and its TOML beside it. Each follows the other, and each edit is saved.
import { applied, openForm } from "./form.js";
import { ask, attempt, h, keys, main, on, onStep, say, showConflict, showJournal, shownFault, state } from "./studio.js";

const TYPED_MS = 1000; // so long nobody types before the text is saved
const CHECK_MS = 250;
const PARTS = [
  { title: "About it", keys: ["title", "level", "position", "ends_in", "spine", "focus"] },
  { title: "How often", keys: ["reps", "sides", "reverse", "counting", "most_minutes", "paces"] },
  { title: "One rep", keys: ["phase", "practice", "quiet", "change_sides", "change_way"] },
  { title: "What it is for", keys: ["purpose", "equipment", "warm_ups", "warm_up_note", "caution", "avoid", "instead"] },
  { title: "Into place", keys: ["set_up", "modification", "preparation", "tip", "into_place", "ready"] },
  { title: "Out of it", keys: ["encouragement", "release"] },
];

let held = state.text; // the file as the studio told it last
let values = held.values ?? {}; // with what is on its way to it
let typed = null; // a text that is not saved yet
let isDue = false; // whether that is to be saved now
let isStale = false; // whether another program, or another page, changed the file
let isBusy = false;
const waiting = []; // changes of the form that are not saved yet
const address = `/api/texts/exercise/${encodeURIComponent(held.name)}`;

const status = h("p", { class: "soft", role: "status" });
const formBox = h("div", { class: "form" });
const findings = h("div", { class: "findings", role: "status" });
const numbers = h("pre", { class: "numbers", "aria-hidden": "true" });
const area = h("textarea", { class: "code", wrap: "off", spellcheck: "false", autocapitalize: "off", id: "toml", "aria-label": "TOML" });
const help = h("p", { class: "help", hidden: true, "aria-hidden": "true" }); // screen readers hear it at the field itself
const form = openForm(formBox, { schema: state.schema, parts: PARTS, offers: state.offers, edit, hear, explain });

// The page.

function draw() {
  const pieces = [["whole", "As it is"], ["easier", "Easier"], ["harder", "Harder"]];
  main().append(
    h("div", { class: "row head" }, h("h1", {}, held.values?.title || held.name), h("span", { class: "grow" }),
      h("a", { class: "button main", href: `/class/${encodeURIComponent(held.name)}` }, "Hear it"),
      [["rename", "Rename…"], ["copy", "Copy…"], ["remove", "Remove…"]].map(([deed, text]) =>
        h("button", { type: "button", class: "quiet", onclick: () => deeds(deed) }, text))),
    status,
    h("div", { class: "row tabs", role: "group", "aria-label": "What is shown" },
      [["form", "Form"], ["toml", "TOML"]].map(([name, text]) =>
        h("button", { type: "button", class: "chip", "aria-pressed": String(name === "form"), data: { tab: name }, onclick: () => showTab(name) }, text))),
    h("div", { class: "beside", data: { tab: "form" } },
      h("section", { class: "side-form", "aria-label": "Form" },
        h("div", { class: "row forms-of", role: "group", "aria-label": "Which form of it" }, pieces.map(([name, text]) =>
          h("button", { type: "button", class: "chip", "aria-pressed": String(name === "whole"), data: { piece: name }, onclick: () => showPiece(name) }, text))),
        formBox, help),
      h("section", { class: "side-toml", "aria-label": "Its file" },
        h("div", { class: "toml" }, numbers, area), findings)));
}

function explain(name, text) {
  help.hidden = !text;
  help.replaceChildren(h("b", {}, name), ` ${text}`);
}

function showTab(name) {
  document.querySelector(".beside").dataset.tab = name;
  document.querySelectorAll("button[data-tab]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.tab === name)));
  if (name === "toml") showText();
}

function showPiece(name) {
  document.querySelectorAll("button[data-piece]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.piece === name)));
  form.show(values, name === "whole" ? [] : [name]);
}

async function deeds(name) {
  const loaded = await import("./exercise_deeds.js");
  await settled();
  await attempt(() => loaded[name](held));
}

// What is saved: one thing after the other, each on the version that the one before it made.

/** Take a change that the form made; return the values with it. */
function edit(change) {
  waiting.push(change);
  values = applied(values, change);
  pump();
  return values;
}

let pumping = Promise.resolve();
function pump() {
  if (!isBusy) pumping = saveAll();
  return pumping;
}

/** Save all that is not saved yet. */
export async function settled() {
  isDue = typed !== null;
  await pump();
}

async function saveAll() {
  isBusy = true;
  try {
    while (waiting.length || isStale || (isDue && typed !== null)) {
      if (isStale) await attempt(reload);
      else if (typed !== null) await saveText();
      else await saveChange(waiting.shift());
    }
  } finally {
    isBusy = false;
    isDue = false;
  }
}

async function saveChange(change) {
  tellSaving();
  try {
    adopt(await ask("PATCH", address, { changes: [change], version: held.version }));
  } catch (error) {
    if (error.status === 409) await settleConflict("change", error.fault, change);
    else refuse(error, change);
  }
}

async function saveText() {
  tellSaving();
  const text = typed;
  try {
    const told = await ask("PUT", address, { text, version: held.version });
    if (typed === text) typed = null;
    adopt(told);
  } catch (error) {
    if (error.status === 409) return settleConflict("text", error.fault, text);
    isDue = false;
    refuse(error, null);
  }
  return undefined;
}

/** Show what the studio tells of the file, unless something newer is on its way to it. */
function adopt(told) {
  held = told;
  values = waiting.reduce(applied, held.values ?? values);
  document.querySelector("h1").textContent = values.title || held.name;
  if (held.values) form.show(values);
  if (typed === null) setText(held.text);
  if (told.journal) showJournal(told.journal);
  tellSaved();
  check();
}

/** Say at its place why a change was not made. What was written stays in its field, to be put right. */
function refuse(error, change) {
  if (error.fault === undefined) throw error;
  values = waiting.reduce(applied, held.values ?? {});
  if (change && "value" in change) form.keep(values);
  else form.show(values);
  const faults = error.fault.faults ?? [error.fault];
  form.showFaults(faults.map((one) => ({ ...one, at: one.at?.length ? one.at : change?.at ?? [] })));
  if (!change || error.status === 0) say(error.fault.message, { hint: error.fault.hint, isFault: true });
  status.textContent = "Not saved: see below.";
}

/** Go on where the file is not what it was: what does not touch the same stands beside it, all else is asked. */
async function settleConflict(what, fault, mine) {
  const merging = await import("./exercise_merge.js");
  const theirs = await ask("GET", address);
  const base = held;
  if (what === "text") {
    const merged = merging.merged(base.text, mine, theirs.text);
    held = theirs;
    if (merged === null) {
      isDue = false;
      showConflict({ ...fault, yours: mine, theirs: { text: theirs.text, version: theirs.version } }, keep);
      return;
    }
    typed = merged;
    setText(merged);
    say("The file was changed elsewhere too. Both changes stand.");
    return;
  }
  held = theirs;
  if (merging.stands(base.values, theirs.values, mine) || (await merging.asked(base.values, theirs.values, mine))) waiting.unshift(mine);
  adopt(theirs);
}

/** Save the text that was chosen of two, over the `version` that was shown. */
function keep(text, version) {
  held = { ...held, version };
  typed = text;
  setText(text);
  settled();
}

async function reload() {
  isStale = false;
  const told = await ask("GET", address);
  if (told.version === held.version) return;
  if (typed !== null) isDue = true; // it is saved on the old version, and so stands beside the new one, or is asked
  else adopt(told);
}

function tellSaving() {
  status.textContent = "Saving…";
}

function tellSaved() {
  status.textContent = held.is_own ? `${held.path} · saved` : `${held.path} comes with the program; your first change makes a copy of your own.`;
}

// The text.

let typing = 0;
area.addEventListener("input", () => {
  typed = area.value;
  number();
  clearTimeout(typing);
  typing = setTimeout(settled, TYPED_MS);
  checkSoon();
});
area.addEventListener("change", settled);
area.addEventListener("scroll", () => { numbers.scrollTop = area.scrollTop; });
window.addEventListener("pagehide", () => {
  if (typed !== null) fetch(address, { method: "PUT", keepalive: true, body: JSON.stringify({ text: typed, version: held.version }) });
});

function setText(text) {
  if (area.value === text) return;
  const [start, end, top] = [area.selectionStart, area.selectionEnd, area.scrollTop];
  area.value = text;
  area.setSelectionRange(start, end);
  area.scrollTop = top;
  number();
}

function number(marked = new Set()) {
  const lines = area.value.split("\n").length;
  numbers.replaceChildren(...Array.from({ length: lines }, (_, n) => h("span", { class: marked.has(n + 1) ? "marked" : null }, `${n + 1}\n`)));
}

function showText() {
  number();
  numbers.scrollTop = area.scrollTop;
}

function goTo(line) {
  showTab("toml");
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1] || "").length);
  area.scrollTop = Math.max(0, (line - 4) * area.scrollHeight / lines.length);
}

// What is found in it while somebody writes; of several answers the newest counts.

let checking = null;
let checkWaiting = 0;
function checkSoon() {
  clearTimeout(checkWaiting);
  checkWaiting = setTimeout(check, CHECK_MS);
}

async function check() {
  clearTimeout(checkWaiting);
  checking?.abort();
  checking = new AbortController();
  const told = await attempt(() => ask("POST", `/api/check/exercise/${encodeURIComponent(held.name)}`, { text: typed ?? held.text }, checking.signal));
  if (told) showFound(told);
}

function showFound(told) {
  const found = [...told.faults.map((one) => ({ ...one, isFault: true })), ...told.warnings];
  number(new Set(found.map((one) => one.line)));
  findings.replaceChildren(
    h("h2", { class: "label" }, found.length ? `Findings: ${found.length}` : "No findings"),
    ...found.map((one) => shownFault({ ...one, path: "" }, one.line ? { label: `Line ${one.line}`, run: () => goTo(one.line) } : null)));
  form.showFits(told.fits ?? []);
  form.showFaults(told.faults.filter((one) => one.at?.length));
}

/** Play a line in the voice of the project, in `phase` on its counts. */
async function hear(text, phase, button) {
  const { play } = await import("./player.js");
  const asked = new URLSearchParams({ text });
  if (phase) asked.set("phase", JSON.stringify({ counts: phase.counts, seconds: phase.seconds }));
  button.disabled = true;
  await attempt(() => play(`/api/exercises/${encodeURIComponent(held.name)}/said?${asked}`, `line ${text}`));
  button.disabled = false;
}

draw();
area.value = held.text;
number();
form.show(values, []);
tellSaved();
showFound(state.found);
keys([["Ctrl+S", "Save now", settled]]);
onStep(() => { isStale = true; pump(); });
window.addEventListener("load", () => {
  const look = (told) => {
    if (told && !told.files.some((one) => one.endsWith(held.path))) return;
    isStale = true;
    pump();
  };
  on("changed", look);
  on("again", () => look(null));
});
