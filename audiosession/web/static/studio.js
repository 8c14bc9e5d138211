// What every view is made with: the state it begins with, asking the studio, drawing, telling, keys, undo.

/** What the page was sent with, as plain values. */
export const state = JSON.parse(document.getElementById("state").textContent);

/** The part of the page that a view draws. */
export function main() {
  return document.getElementById("main");
}

/**
 * Return an element: `h("button", { class: "main", onclick: save, disabled: false }, "Save")`. Texts are shown as text.
 * A property that begins with "on" is a listener; null and false leave an attribute out; children may be arrays.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "indeterminate") element[name] = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** What the studio refused: `status`, and `fault` with message, hint, path, line, faults, theirs. */
export class Refused extends Error {
  constructor(status, fault) {
    super(fault.message);
    this.status = status;
    this.fault = fault;
  }
}

/** Ask the studio; return the JSON that it answers. Throws Refused. `body` is sent as JSON, or as it is if a Blob. */
export async function ask(method, path, body, signal) {
  const options = { method, signal, headers: {} };
  if (body instanceof Blob || body instanceof ArrayBuffer) options.body = body;
  else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, { message: "The studio does not answer.", hint: "See whether it still runs in the terminal." });
  }
  if (answer.headers.get("content-type")?.startsWith("application/json")) {
    const told = await answer.json();
    if (answer.ok) return told;
    throw new Refused(answer.status, told.error);
  }
  const text = await answer.text();
  if (answer.ok) return text;
  throw new Refused(answer.status, { message: text.trim() || answer.statusText, hint: "" });
}

/** Do something asynchronous for a person; whatever is refused is said in a note. Returns undefined then. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    if (error.name === "AbortError") return undefined;
    if (!(error instanceof Refused)) throw error;
    const { message, hint, path } = error.fault;
    say(path ? `${path} ${message}` : message, { hint, isFault: true });
    return undefined;
  }
}

const notes = document.getElementById("notes");

/** Say something at the foot of the page; `action` is { label, run }. A fault stays until it is closed. */
export function say(text, { hint = "", isFault = false, action = null } = {}) {
  const note = h("div", { class: isFault ? "note fault" : "note" }, h("span", {}, text, hint ? h("small", {}, hint) : null));
  const close = () => note.remove();
  if (action) note.append(h("button", { type: "button", onclick: () => { close(); action.run(); } }, action.label));
  note.append(h("button", { type: "button", class: "quiet", "aria-label": "Close", onclick: close }, "×"));
  notes.append(note);
  while (notes.children.length > 3) notes.firstChild.remove();
  if (!isFault) setTimeout(close, action ? 12000 : 5000);
}

/** Return a fault, or a warning, as it stands at its place: its words, its place, its way out. */
export function shownFault(fault, action = null) {
  const place = fault.path ? `${fault.path}${fault.line ? `, line ${fault.line}` : ""}` : "";
  return h("div", { class: "find", role: "note" },
    h("p", {}, fault.message),
    fault.hint ? h("p", { class: "hint" }, fault.hint) : null,
    place ? h("p", { class: "place" }, place) : null,
    action ? h("button", { type: "button", onclick: action.run }, action.label) : null);
}

/** Return milliseconds as 8:30.4, or 1:08:30 without tenths. */
export function clock(ms, tenths = false) {
  const s = Math.max(0, ms) / 1000;
  const whole = tenths ? Math.floor(s * 10 + 1e-6) / 10 : Math.round(s);
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const end = (tenths ? seconds.toFixed(1) : String(Math.floor(seconds))).padStart(tenths ? 4 : 2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${end}` : `${minutes}:${end}`;
}

/** Return a number of bytes in words. */
export function size(bytes) {
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1000))} kB`;
}

let controls = 0;

/** Return a control with its label above it and, where there is one, a hint below. */
export function field(label, control, hint = "") {
  control.id ||= `control-${++controls}`;
  if (hint) control.setAttribute("aria-describedby", `${control.id}-hint`);
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control,
    hint ? h("span", { class: "hint", id: `${control.id}-hint` }, hint) : null);
}

// Events: one stream a page, opened by the first who listens.
const listeners = new Map();
let stream = null;

/** Call `heard` with what is told whenever an event of a `kind` happens: "job", "changed", "project", "journal". */
export function on(kind, heard) {
  if (!stream) {
    stream = new EventSource("/api/events");
    let isFirst = true;
    stream.addEventListener("hello", () => {
      if (!isFirst) (listeners.get("again") || []).forEach((one) => one());
      isFirst = false;
    });
  }
  if (!listeners.has(kind)) {
    listeners.set(kind, []);
    if (kind !== "again") {
      stream.addEventListener(kind, (event) => listeners.get(kind).forEach((one) => one(JSON.parse(event.data))));
    }
  }
  listeners.get(kind).push(heard);
}

// Keys: each view tells its own; "?" shows all of them.
const known = [];

/** Whether a person is writing, so that letters are letters. */
function writes(target) {
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
    (target.tagName === "INPUT" && !/^(checkbox|radio|button|range)$/.test(target.type));
}

/**
 * Bind keys: `keys([["Space", "Play or stop", toggle], ["Ctrl+B", "Build", build]])`. Without Ctrl they do nothing while
 * somebody writes; Space and Enter leave buttons and links alone.
 */
export function keys(rows) {
  known.push(...rows);
}

function named(event) {
  const name = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.shiftKey && event.key.length > 1 ? "Shift+" : ""}${name}`;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const name = named(event);
  if (!event.ctrlKey && !event.metaKey && !event.altKey && writes(event.target)) return;
  if (writes(event.target) && /^Ctrl\+[ZYACVX]$/.test(name)) return;
  if (/^(Space|Enter)$/.test(name) && event.target.closest("button, a[href], summary, [role=button], [role=option]")) return;
  const row = known.find((one) => one[0] === name);
  if (!row) return;
  event.preventDefault();
  row[2](event);
});

/** Show `content` in a dialog that Escape closes; return it. */
export function dialog(title, ...content) {
  const box = h("dialog", { "aria-label": title }, h("h2", {}, title), ...content);
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}

function showKeys() {
  const box = dialog("Keys",
    h("dl", { class: "keys" }, known.map(([name, does]) => [h("dt", {}, h("kbd", {}, name)), h("dd", {}, does)])),
    h("button", { type: "button", class: "main", onclick: () => box.close() }, "Close"));
}

/** Ask a person something: resolves to true where they say yes. */
export function sure(title, text, yes) {
  return new Promise((resolve) => {
    const answer = (said) => () => { box.close(); resolve(said); };
    const box = dialog(title, h("p", {}, text), h("p", { class: "row" },
      h("button", { type: "button", class: "main", onclick: answer(true) }, yes),
      h("button", { type: "button", onclick: answer(false) }, "Cancel")));
    box.addEventListener("close", () => resolve(false));
  });
}

/**
 * Show that another program changed a file: both texts, and a choice. `keep(text, version)` does what was chosen. Where a
 * change of single keys was refused there is no whole text of hers, and nothing to keep: it is to be made once more.
 */
export function showConflict(fault, keep) {
  if (!fault.yours) {
    say("The file was changed by another program; it is shown as it is now.", { hint: "Make your change again if it is still due.", isFault: true });
    return;
  }
  const choose = (text) => () => { box.close(); keep(text, fault.theirs.version); };
  const box = dialog("The file was changed by another program",
    h("p", {}, `${fault.path} is not as it was when this page was opened. Which of the two should stand?`),
    h("div", { class: "two" },
      h("section", {}, h("h3", {}, "Yours"), h("pre", { tabindex: 0 }, fault.yours)),
      h("section", {}, h("h3", {}, "Theirs"), h("pre", { tabindex: 0 }, fault.theirs.text))),
    h("p", { class: "row" },
      h("button", { type: "button", class: "main", onclick: choose(fault.yours) }, "Keep yours"),
      h("button", { type: "button", onclick: choose(fault.theirs.text) }, "Keep theirs"),
      h("button", { type: "button", onclick: () => box.close() }, "Decide later")));
}

// Undo reaches back through this sitting, on every page.
const undoButton = document.getElementById("undo");

/** Undo or redo the last change of a file; the page is drawn anew by whoever listens to "journal". */
async function step(way, asked = {}) {
  const told = await attempt(async () => {
    try {
      return await ask("POST", `/api/${way}`, asked);
    } catch (error) {
      if (way !== "undo" || error.status !== 409 || !error.fault.theirs) throw error;
      const { path } = error.fault;
      const yours = error.fault.yours || "(there was no such file)";
      showConflict({ ...error.fault, yours }, (text) => (text === yours ? step("undo", { over: true }) : step("undo/let-go", { path })));
      return undefined;
    }
  });
  if (!told) return;
  if (told.label) say(`${way === "undo" ? "Undone" : "Done again"}: ${told.label}`);
  showJournal(told);
  (listeners.get("stepped") || []).forEach((one) => one(told));
}

/** Show what can be undone: { undo: label or "", redo: label or "" }. Each answer to a change tells it as `journal`. */
export function showJournal(journal) {
  undoButton.disabled = !journal.undo;
  undoButton.title = journal.undo ? `Undo: ${journal.undo} (Ctrl+Z)` : "Nothing to undo (Ctrl+Z)";
}

/** Call `redraw` when an undo or a redo changed files, which the page must show as they are now. */
export function onStep(redraw) {
  listeners.set("stepped", [...(listeners.get("stepped") || []), redraw]);
}

undoButton.addEventListener("click", () => step("undo"));
document.getElementById("keys").addEventListener("click", showKeys);
keys([
  ["Ctrl+Z", "Undo", () => step("undo")],
  ["Ctrl+Y", "Redo", () => step("redo")],
  ["?", "All of these", showKeys],
]);
if (state.journal) showJournal(state.journal);
