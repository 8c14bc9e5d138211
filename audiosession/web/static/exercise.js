// An exercise: a form made from its model, and its TOML beside it. Each follows the other, and each edit is saved.
import { applied, openForm } from "./form.js";
import {
  ask, attempt, h, keys, main, on, onStep, say, showConflict, showJournal, state,
} from "./studio.js";
import { openText } from "./toml-text.js";

const TYPED_MS = 1000; // so long nobody types before the text is saved
const CHECK_MS = 250;
const PARTS = [
  { title: "About it", keys: ["title", "level", "position", "ends_in", "spine", "focus"] },
  { title: "How often", keys: ["reps", "sides", "reverse", "counting", "most_minutes", "paces"] },
  { title: "One rep", keys: ["phase", "practice", "quiet", "change_sides", "change_way"] },
  { title: "What it is for",
    keys: ["purpose", "equipment", "warm_ups", "warm_up_note", "caution", "avoid", "instead"] },
  { title: "Into place", keys: ["set_up", "modification", "preparation", "tip", "into_place", "ready"] },
  { title: "Out of it", keys: ["encouragement", "release"] },
];

let held = state.text; // the file as the studio told it last
let values = held.values ?? {}; // with what is on its way to it
let typed = null; // a text that is not saved yet
let isDue = false; // whether that is to be saved now
let isStale = false; // whether another program, or another page, changed the file
let isBusy = false;
let refused = []; // faults of what was not saved, each at its key until that is written again
const waiting = []; // changes of the form that are not saved yet, each with those that were made with it
const name = encodeURIComponent(held.name);
const address = `/api/texts/exercise/${name}`;

const status = h("p", { class: "soft", role: "status" });
const formBox = h("div", { class: "form" });
const toml = openText(() => { document.querySelector("button[data-tab=toml]").click(); });
const { area } = toml;
const help = h("p", { class: "help", hidden: true, "aria-hidden": "true" }); // a screen reader hears it at the field
const form = openForm(formBox, { schema: state.schema, parts: PARTS, offers: state.offers, edit, hear, explain });

// The page.

function draw() {
  const deeds = [["rename", "Rename…"], ["copy", "Copy…"], ["remove", "Remove…"]].map(([deed, text]) =>
    h("button", { type: "button", class: "quiet", onclick: () => does(deed) }, text));
  const forms = { whole: "As it is", easier: "Easier", harder: "Harder" };
  const pieces = choice("Which form of it", "piece", forms, showPiece);
  const tabs = choice("What is shown", "tab", { form: "Form", toml: "TOML" }, showTab);
  tabs.classList.add("tabs");
  main().append(
    h("div", { class: "row head" }, h("h1", {}, held.values?.title || held.name), h("span", { class: "grow" }),
      h("a", { class: "button main", href: `/class/${name}` }, "Hear it"), deeds),
    status, tabs,
    h("div", { class: "beside", data: { tab: "form" } },
      h("section", { class: "side-form", "aria-label": "Form" }, pieces, formBox, help),
      h("section", { class: "side-toml", "aria-label": "Its file" },
        toml.box, toml.findings)));
}

/** Return buttons of which one is pressed; the first is at first. */
function choice(label, key, texts, show) {
  const box = h("div", { class: "row", role: "group", "aria-label": label });
  const press = (chosen) => {
    for (const one of box.children) one.setAttribute("aria-pressed", String(one.dataset[key] === chosen));
  };
  box.append(...Object.entries(texts).map(([one, text]) => {
    const pressed = () => { press(one); show(one); };
    return h("button", { type: "button", class: "chip", data: { [key]: one }, onclick: pressed }, text);
  }));
  press(Object.keys(texts)[0]);
  return box;
}

/** Tell what the key that is focused does, and show where it stands in the text. */
async function explain(key, about, at) {
  help.hidden = !about;
  help.replaceChildren(h("b", {}, key), ` ${about}`);
  const { lineOf } = await import("./toml-lines.js");
  toml.mark(lineOf(area.value, at));
}

function showTab(tab) {
  document.querySelector(".beside").dataset.tab = tab;
  if (tab === "toml") toml.align();
}

function showPiece(piece) {
  form.show(values, piece === "whole" ? [] : [piece]);
}

async function does(deed) {
  const deeds = await import("./exercise-deeds.js");
  await settled();
  deeds[deed](held);
}

// What is saved: one thing after the other, each on the version that the one before it made.

/** Take changes that the form made at once; return the values with them. */
function edit(changes) {
  const written = changes.map((one) => JSON.stringify(one.at));
  refused = refused.filter((one) => !written.includes(JSON.stringify(one.at)));
  waiting.push(changes);
  values = changes.reduce(applied, values);
  tellSaving();
  pump();
  return values;
}

let pumping = Promise.resolve();
function pump() {
  if (!isBusy) pumping = saveAll();
  return pumping;
}

/** Save all that is not saved yet. */
async function settled() {
  isDue = typed !== null;
  await pump();
}

async function saveAll() {
  isBusy = true;
  try {
    while (waiting.length || isStale || (isDue && typed !== null)) {
      if (isStale) await attempt(reload);
      else if (typed !== null) await saveText();
      else await saveChanges(waiting.shift());
    }
  } finally {
    isBusy = false;
    isDue = false;
  }
}

async function saveChanges(changes) {
  try {
    adopt(await ask("PATCH", address, { changes, version: held.version }));
  } catch (error) {
    if (error.status === 409) await settleChanges(changes);
    else refuse(error, changes);
  }
}

async function saveText() {
  const text = typed;
  try {
    const told = await ask("PUT", address, { text, version: held.version });
    if (typed === text) typed = null;
    adopt(told);
  } catch (error) {
    if (error.status === 409) await settleText(error.fault, text);
    else {
      isDue = false;
      refuse(error, []);
    }
  }
}

/** Show what the studio tells of the file, unless something newer is on its way to it. */
function adopt(told) {
  held = told;
  values = waiting.flat().reduce(applied, held.values ?? values);
  document.querySelector("h1").textContent = values.title || held.name;
  if (held.values) form.show(values);
  if (typed === null) toml.set(held.text);
  if (told.journal) showJournal(told.journal);
  tellSaved();
  check();
}

/** Say at its place why changes were not made. What was written stays in its field, to be put right. */
function refuse(error, changes) {
  if (error.fault === undefined) throw error;
  values = waiting.flat().reduce(applied, held.values ?? {});
  if (changes.length === 1 && "value" in changes[0] && !("insert" in changes[0])) form.keep(values);
  else form.show(values);
  const at = changes.at(-1)?.at ?? [];
  const faults = error.fault.faults ?? [error.fault];
  refused.push(...faults.map((one) => ({ ...one, at: changes.length === 1 || !one.at?.length ? at : one.at })));
  form.showFaults(refused);
  if (!changes.length || error.status === 0) say(error.fault.message, { hint: error.fault.hint, isFault: true });
  status.textContent = "Not saved: it says below why.";
}

// Where the file is not what it was: what does not touch the same stands beside it, all else is asked.

async function settleChanges(changes) {
  const merging = await import("./exercise-merge.js");
  const [base, theirs] = [held, await ask("GET", address)];
  held = theirs;
  const stands = changes.every((one) => merging.stands(base.values, theirs.values, one));
  if (stands || (await merging.asked(theirs.values, changes.at(-1)))) waiting.unshift(changes);
  adopt(theirs);
}

async function settleText(fault, mine) {
  const merging = await import("./exercise-merge.js");
  const [base, theirs] = [held, await ask("GET", address)];
  held = theirs;
  const merged = merging.merged(base.text, mine, theirs.text);
  if (merged === null) {
    isDue = false;
    status.textContent = "Not saved: the file was changed elsewhere.";
    showConflict({ ...fault, yours: mine, theirs: { text: theirs.text, version: theirs.version } }, keep);
  } else if (typed === mine) {
    typed = merged;
    toml.set(merged);
    say("The file was changed elsewhere, too. Both changes stand.");
  }
}

/** Save the text that was chosen of two, over the `version` that was shown. */
function keep(text, version) {
  held = { ...held, version };
  typed = text;
  toml.set(text);
  tellSaving();
  settled();
}

async function reload() {
  isStale = false;
  const told = await ask("GET", address);
  if (told.version === held.version) return;
  refused = [];
  if (typed !== null) isDue = true; // it is saved on the old version, and so stands beside the new one, or is asked
  else adopt(told);
}

function tellSaving() {
  status.textContent = "Saving…";
}

function tellSaved() {
  if (waiting.length || typed !== null) return;
  const comes = `${held.path} comes with the program; your first change makes a copy of your own.`;
  status.textContent = held.is_own ? `${held.path} · saved` : comes;
}

// The text.

let typing = 0;
area.addEventListener("input", () => {
  typed = area.value;
  tellSaving();
  clearTimeout(typing);
  typing = setTimeout(settled, TYPED_MS);
  checkSoon();
});
area.addEventListener("change", settled);
window.addEventListener("pagehide", () => {
  isBusy = true; // nobody waits for an answer any more
  document.activeElement?.dispatchEvent(new Event("change"));
  const [method, unsaved] = typed === null ? ["PATCH", { changes: waiting.flat() }] : ["PUT", { text: typed }];
  const body = JSON.stringify({ ...unsaved, version: held.version });
  if (typed !== null || waiting.length) fetch(address, { method, keepalive: true, body });
});

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
  const { signal } = checking;
  const told = await attempt(() => ask("POST", `/api/check/exercise/${name}`, { text: typed ?? held.text }, signal));
  if (told) showFound(told);
}

function showFound(told) {
  toml.showFound(told);
  form.showFits(told.fits ?? []);
  form.showFaults([...told.faults.filter((one) => one.at?.length), ...refused]);
}

/** Play a line in the voice of the project, in `phase` on its counts. */
async function hear(text, phase, button) {
  const { play } = await import("./player.js");
  const asked = new URLSearchParams({ text, by: phase?.seconds ?? phase?.seconds_by_rep ? "seconds" : "counts" });
  button.disabled = true;
  await attempt(() => play(`/api/exercises/${name}/said?${asked}`, `line ${text}`));
  button.disabled = false;
}

draw();
area.value = held.text;
toml.number();
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
