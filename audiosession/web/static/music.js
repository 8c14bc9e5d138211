// Music and sounds: heard, taken in with their licence, their loop set on the waveform.
import { ask, attempt, h, keys, main, on, onStep, say, showConflict, showJournal, shownFault, state, Refused } from "./studio.js";
import { follow, play, playing, stop } from "./player.js";
import { openWave } from "./wave.js";

const box = (id) => document.getElementById(id);
const MOST_MB = 200;
let told = state;
let opened = null; // the name of the song whose loop is open

function address(name, more = "") {
  return `/api/music/${encodeURIComponent(name)}/sound${more}`;
}

/** Return the button that plays or stops one sound. */
function listen(who, path, title) {
  const button = h("button", { type: "button", class: "round main", "aria-label": `Play ${title}` }, "▶");
  button.addEventListener("click", () => (playing() === who ? stop() : attempt(() => play(path, who))));
  follow(({ owner, isPlaying }) => {
    const plays = owner === who && isPlaying;
    button.textContent = plays ? "■" : "▶";
    button.setAttribute("aria-label", `${plays ? "Stop" : "Play"} ${title}`);
  });
  return button;
}

// A song of one's own: dropped or chosen, with whose it is.
function drawAdd() {
  const file = h("input", { type: "file", accept: "audio/*,.flac,.opus,.wma", id: "song", required: true });
  const field = (name, label, hint) => h("label", { class: "field" }, h("span", { class: "label-text" }, label),
    h("input", { name, maxlength: 200 }), hint ? h("span", { class: "hint" }, hint) : null);
  const form = h("form", { class: "card drop" },
    h("label", { class: "field" }, h("span", { class: "label-text" }, "Drop a song here, or choose a file"), file),
    h("div", { class: "three" }, field("title", "Title", "the file’s own name where you say nothing"), field("artist", "Whose it is", "stands in the show notes"),
      field("licence", "Licence", "such as CC BY 4.0, or “bought from …”; needed")),
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
  form.querySelectorAll(".find").forEach((one) => one.remove());
  if (!song) return;
  if (song.size > MOST_MB * 1e6) { form.append(shownFault({ message: `A song may have ${MOST_MB} MB.`, hint: "Make it smaller, as an MP3." })); return; }
  const words = Object.fromEntries(["title", "artist", "licence"].map((name) => [name, form.elements[name].value]));
  status.textContent = "It is heard through…";
  try {
    const answer = await ask("POST", `/api/songs?${new URLSearchParams({ file: song.name, ...words })}`, song);
    take(answer);
    drawAdd();
    say(answer.label);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    status.textContent = "";
    form.append(shownFault(error.fault));
    if (/licence/.test(error.fault.message)) form.elements.licence.focus();
  }
}

// The list: own songs can be changed, what comes with the program can be heard.
function row(one) {
  const own = told.text.is_own ? told.text.values?.[one.name] : null;
  const facts = [one.summary?.includes(one.licence) ? "" : one.licence || "licence not given", one.tempo_bpm ? `${one.tempo_bpm} beats a minute` : "", own ? "your own" : ""];
  const item = h("li", { class: "card file", data: { name: one.name } },
    listen(`music:${one.name}`, address(one.name), one.title),
    h("div", { class: "grow" }, h("h3", {}, one.title), h("p", { class: "soft" }, [one.summary, ...facts].filter(Boolean).join(" · ")),
      own ? h("p", {}, h("button", { type: "button", class: "small", "aria-expanded": String(opened === one.name), onclick: () => { opened = opened === one.name ? null : one.name; draw(); box("music").querySelector(`[data-name="${one.name}"] [aria-expanded]`)?.focus(); } }, "Loop, level and licence")) : null));
  if (own && opened === one.name) item.querySelector(".grow").append(details(one, own));
  return item;
}

function details(one, own) {
  const input = (key, label, kind = "text", more = {}) => h("label", { class: "field" }, h("span", { class: "label-text" }, label),
    h("input", { type: kind, value: own[key] ?? "", onchange: (event) => save(one.name, key, event.target.value, kind === "number"), ...more }));
  const wave = h("div", {});
  openWave(wave, {
    name: one.name,
    start: own.loop_start_ms,
    end: own.loop_end_ms,
    onChange: (start, end) => saveLoop(one.name, start, end),
    onHear: (start, end) => attempt(() => play(address(one.name, `#t=${Math.max(0, end - 3000) / 1000}`), `loop:${one.name}`,
      { at: 0, to: end, again: { address: address(one.name, `#t=${start / 1000}`), at: 0 } })),
  });
  return h("div", { class: "details" }, wave,
    h("div", { class: "three" }, input("title", "Title"), input("credit", "Whose it is"), input("licence", "Licence")),
    input("level_db", "How much louder than usual, in decibels, −20 to 6", "number", { step: 0.5, min: -20, max: 6 }));
}

let edits = Promise.resolve();

/** Change beds.toml; each change is made on what the one before it left. */
function change(changes) {
  edits = edits.then(() => changed(changes));
}

async function changed(changes) {
  try {
    const answer = await ask("PATCH", "/api/texts/beds/beds", { version: told.text.version, changes });
    told.text = answer;
    showJournal(answer.journal);
    await refresh();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 409) showConflict(error.fault, keep);
    else say(error.fault.message, { hint: error.fault.hint, isFault: true });
  }
}

async function keep(text, version) {
  const answer = await attempt(() => ask("PUT", "/api/texts/beds/beds", { text, version }));
  if (answer) { showJournal(answer.journal); refresh(); }
}

function save(name, key, value, isNumber) {
  const at = [name, key];
  const text = value.trim();
  change([text === "" ? { at, remove: true } : { at, value: isNumber ? Number(text) : text }]);
}

function saveLoop(name, start, end) {
  const keyed = [["loop_start_ms", start], ["loop_end_ms", end]];
  const own = told.text.values[name];
  change(keyed.filter(([key, value]) => value !== null || own[key] !== undefined)
    .map(([key, value]) => (value === null ? { at: [name, key], remove: true } : { at: [name, key], value })));
}

function take(answer) {
  told = answer;
  if (answer.journal) showJournal(answer.journal);
  draw();
}

async function refresh() {
  const answer = await attempt(() => ask("GET", "/api/music"));
  if (answer) take(answer);
}

function draw() {
  box("music").replaceChildren(...told.music.map(row));
  box("sounds").replaceChildren(...told.sounds.map((one) => h("li", { class: "card file" },
    listen(`bell:${one.name}`, address(one.name, "?bell"), one.title),
    h("div", { class: "grow" }, h("h3", {}, one.title), h("p", { class: "soft" }, one.summary || one.licence)))));
}

drawAdd();
draw();
keys([["Space", "Stop what plays", stop]]);
on("changed", ({ files }) => { if (files.some((one) => one.startsWith("music/")) && !main().contains(document.activeElement?.closest("input"))) refresh(); });
onStep(refresh);
