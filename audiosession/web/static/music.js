// Music and sounds: heard, taken in with their licence, their loop set on the waveform.
import { ask, attempt, field, h, keys, on, onStep, Refused, say, showConflict, showJournal, shownFault, state } from "./studio.js";
import { play, stop } from "./player.js";
import { listen } from "./listening.js";
import { openWave } from "./wave.js";

const box = (id) => document.getElementById(id);
const MOST_MB = 200;
const LEVEL_DB = { min: -20, max: 6, step: 0.5 };
let told = state;
let opened = null; // the name of the song whose loop is open

function address(name, more = "") {
  return `/api/music/${encodeURIComponent(name)}/sound${more}`;
}

// A song of one's own: dropped or chosen, with whose it is.
function drawAdd() {
  const file = h("input", { type: "file", accept: "audio/*,.flac,.opus,.wma", id: "song", required: true });
  const text = (name, label, hint, more = {}) => field(label, h("input", { name, maxlength: 200, ...more }), hint);
  const form = h("form", { class: "card drop" },
    field("Drop a song here, or choose a file", file),
    h("div", { class: "three" },
      text("title", "Title", "where you say nothing, the name of its file"),
      text("artist", "Whose it is", "thanked in the show notes"),
      text("licence", "Licence (needed)", "such as CC BY 4.0, or where you bought it", { required: true })),
    h("div", { class: "row" }, h("button", { class: "main" }, "Take it in"), h("span", { class: "soft", role: "status" })));
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files.length) file.files = event.dataTransfer.files;
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); takeIn(form, file.files[0]); });
  box("add").replaceChildren(form);
}

async function takeIn(form, song) {
  const status = form.querySelector("[role=status]");
  const refuse = (fault) => { status.textContent = ""; form.append(shownFault(fault)); };
  form.querySelectorAll(".find").forEach((one) => one.remove());
  if (song.size > MOST_MB * 1e6) { refuse({ message: `A song may have ${MOST_MB} MB.`, hint: "Make it smaller, as an MP3." }); return; }
  const words = Object.fromEntries(["title", "artist", "licence"].map((name) => [name, form.elements[name].value]));
  const known = new Set(told.music.map((one) => one.name));
  status.textContent = "It is listened through…";
  try {
    const answer = await ask("POST", `/api/songs?${new URLSearchParams({ file: song.name, ...words })}`, song);
    opened = answer.music.find((one) => !known.has(one.name))?.name ?? opened;
    take(answer);
    drawAdd();
    say(answer.label);
    item(opened)?.querySelector("[aria-expanded]").focus();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    refuse(error.fault);
    if (/licence/.test(error.fault.message)) form.elements.licence.focus();
  }
}

// The list: own songs can be changed, what comes with the program can be heard.
function item(name) {
  return name && box("music").querySelector(`[data-name="${CSS.escape(name)}"]`);
}

/** Return what beds.toml tells of a song of one's own, if only that there is such a file; null for any other. */
function ownOf(name) {
  const { own, file } = told.music.find((one) => one.name === name);
  return own && told.text.is_own ? told.text.values?.[name] ?? { file } : null;
}

function row(one) {
  const own = ownOf(one.name);
  const facts = [one.summary?.includes(one.licence) ? "" : one.licence || "licence not given", one.tempo_bpm ? `${one.tempo_bpm} beats a minute` : ""];
  const isOpen = opened === one.name;
  const toggle = () => {
    opened = isOpen ? null : one.name;
    draw();
    item(one.name).querySelector("[aria-expanded]").focus();
  };
  return h("li", { class: isOpen && own ? "card file wide" : "card file", data: { name: one.name } },
    listen(`music:${one.name}`, address(one.name), one.title),
    h("div", { class: "grow" }, h("h3", {}, one.title, own ? h("span", { class: "tag" }, "your own") : null),
      h("p", { class: "soft" }, [one.summary, ...facts].filter(Boolean).join(" · ")),
      own ? h("p", {}, h("button", { type: "button", class: "small", "aria-expanded": String(isOpen), onclick: toggle }, "Loop, level and licence")) : null,
      own && isOpen ? details(one, own) : null));
}

function details(one, own) {
  const input = (key, label) => h("label", { class: "field" }, h("span", { class: "label-text" }, label),
    h("input", { value: own[key] ?? "", onchange: (event) => save(one.name, key, event.target.value.trim()) }));
  const wave = h("div", {});
  if (own.parts_ms) wave.append(h("p", { class: "soft" }, "It goes round by its parts, which stand in music/beds.toml."));
  else openWave(wave, {
    name: one.name,
    start: own.loop_start_ms,
    end: own.loop_end_ms,
    onChange: (start, end) => saveLoop(one.name, start, end),
    onHear: (start, end, who) => play(address(one.name, `#t=${Math.max(0, end - 3000) / 1000}`), who,
      { at: 0, to: end, again: { address: address(one.name, `#t=${start / 1000}`), at: 0 } }),
  });
  return h("div", { class: "details" }, wave, level(one, own),
    h("div", { class: "three" }, input("title", "Title"), input("credit", "Whose it is"), input("licence", "Licence")));
}

function level(one, own) {
  const words = (db) => (db === 0 ? "As loud as any music here" : `${Math.abs(db)} dB ${db < 0 ? "softer" : "louder"} than other music`);
  const said = h("span", { class: "label-text" }, words(own.level_db ?? 0));
  const slider = h("input", { type: "range", ...LEVEL_DB, value: own.level_db ?? 0, "aria-label": `How loud ${one.title} is`, "aria-valuetext": said.textContent });
  slider.addEventListener("input", () => {
    said.textContent = words(Number(slider.value));
    slider.setAttribute("aria-valuetext", said.textContent);
  });
  slider.addEventListener("change", () => save(one.name, "level_db", Number(slider.value) || ""));
  return h("label", { class: "field" }, said, slider);
}

let edits = Promise.resolve();

/** Change beds.toml; each change is made on what the one before it left. What is open stays as it is. */
function change(name, changes) {
  edits = edits.then(() => {
    const isNew = !told.text.values?.[name];
    return changed(isNew ? [{ at: [name, "file"], value: ownOf(name).file }, ...changes] : changes);
  });
}

async function changed(changes) {
  try {
    take(await ask("PATCH", "/api/texts/beds/beds", { version: told.text.version, changes }));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 409) showConflict(error.fault, keep);
    else say(error.fault.message, { hint: error.fault.hint, isFault: true });
  }
}

async function keep(text, version) {
  const answer = await attempt(() => ask("PUT", "/api/texts/beds/beds", { text, version }));
  if (!answer) return;
  showJournal(answer.journal);
  refresh();
}

function save(name, key, value) {
  const at = [name, key];
  change(name, [value === "" ? { at, remove: true } : { at, value }]);
}

function saveLoop(name, start, end) {
  const own = ownOf(name);
  const keyed = [["loop_start_ms", start], ["loop_end_ms", end]].filter(([key, value]) => value !== null || own[key] !== undefined);
  if (keyed.length) change(name, keyed.map(([key, value]) => (value === null ? { at: [name, key], remove: true } : { at: [name, key], value })));
}

/** Take what the studio answered: the whole list, which is drawn anew, or the text of beds.toml alone. */
function take(answer) {
  if (answer.journal) showJournal(answer.journal);
  if (!answer.music) { told = { ...told, text: answer }; return; }
  told = answer;
  draw();
}

async function refresh() {
  await edits;
  const answer = await attempt(() => ask("GET", "/api/music"));
  if (answer) take(answer);
}

function draw() {
  const own = told.music.filter((one) => ownOf(one.name));
  box("music").replaceChildren(...[...own, ...told.music.filter((one) => !own.includes(one))].map(row));
  box("sounds").replaceChildren(...told.sounds.map((one) => h("li", { class: "card file" },
    listen(`bell:${one.name}`, address(one.name, "?bell"), one.title),
    h("div", { class: "grow" }, h("h3", {}, one.title), h("p", { class: "soft" }, one.summary || one.licence)))));
}

/** Another program changed a file, or this page did a moment ago: what is being set stays under the hand. */
async function heard({ files }) {
  if (!files.some((one) => one.startsWith("music/"))) return;
  await edits;
  const before = told.text.version;
  const answer = await attempt(() => ask("GET", "/api/music"));
  if (!answer) return;
  const isSame = answer.text.version === before && answer.music.length === told.music.length;
  if (!isSame && !item(opened)?.contains(document.activeElement)) take(answer);
}

drawAdd();
draw();
keys([["Space", "Stop what plays", stop]]);
on("changed", heard);
onStep(refresh);
