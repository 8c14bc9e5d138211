// What the parts of a class's page share: the class as the studio tells it, what is chosen of it, and how it is edited.
import { ask, attempt, say, showConflict, showJournal, state } from "./studio.js";

/** The class as it is now: its `outline`, what is `wanted` of it, and what the studio `refused` of that. */
export const room = { outline: state.outline, wanted: chosen(state.wanted), refused: state.refused, at: null };

const followers = new Map();
let version = null; // of the file of the class, null where it must be asked for
let latest = 0;
let due = null;
let edits = Promise.resolve();

function chosen(query) {
  const names = new Set(state.choices.map((row) => row.name));
  return Object.fromEntries(Object.entries(query).filter(([name, value]) => names.has(name) && value !== ""));
}

/** Call `heard` whenever something of a `kind` happens: "outline", "narration", "pick" (a stop), "line". */
export function when(kind, heard) {
  followers.set(kind, [...(followers.get(kind) || []), heard]);
}

/** Tell all parts of the page that something of a `kind` happened. */
export function tell(kind, told) {
  (followers.get(kind) || []).forEach((heard) => heard(told));
}

/** Return the choices as an address says them, "?pace=slow", or "". */
export function query(more = {}) {
  const text = new URLSearchParams({ ...room.wanted, ...more }).toString();
  return text ? `?${text}` : "";
}

/** Return the address of a part of this class, with its choices: `address("narration")`. */
export function address(part, more) {
  return `/api/classes/${encodeURIComponent(room.outline.name)}/${part}${query(more)}`;
}

/** Rehearse the class anew and show it; of several that are under way the last one counts. */
export async function rehearse() {
  const mine = ++latest;
  try {
    const outline = await ask("GET", address("outline"));
    if (mine !== latest) return;
    room.outline = outline;
    room.refused = null;
  } catch (error) {
    if (mine !== latest) return;
    if (!error.fault) throw error;
    room.refused = error.fault;
  }
  tell("outline");
  if (room.refused) return; // what is shown is what was wanted last
  tell(room.outline.length === null ? "unplaced" : "narration");
}

/** Choose something: an empty value is what is usual. It stands in the address of the page alone. */
export function choose(wanted) {
  for (const [name, value] of Object.entries(wanted)) {
    if (value === "") delete room.wanted[name];
    else room.wanted[name] = value;
  }
  history.replaceState(null, "", `${location.pathname}${query()}`);
  clearTimeout(due);
  due = setTimeout(rehearse, 150);
}

/** Whether the class is written in a file of its own, and not an exercise heard alone. */
export function isClass() {
  return room.outline.kind === "class";
}

/** Whether it is a class that nobody has put an exercise into yet: nothing about it is at fault, it is only to begin. */
export function isEmpty() {
  return room.outline.empty;
}

/** The address of a file that a person writes. */
export function textAddress(kind, name) {
  return `/api/texts/${kind}/${encodeURIComponent(name)}`;
}

/**
 * Change the file of the class by `changes`, as its editor takes them; the class is rehearsed anew. Changes wait for one
 * another, so that each is made on what the one before it left. Resolves to whether they were made.
 */
export function edit(changes) {
  const done = edits.then(() => attempt(() => changed(changes)));
  edits = done.catch(() => undefined);
  return done;
}

async function changed(changes) {
  const path = textAddress("class", room.outline.name);
  if (version === null) version = (await ask("GET", path)).version;
  try {
    took(await ask("PATCH", path, { changes, version }));
  } catch (error) {
    version = null;
    if (error.status !== 409) throw error;
    if (!error.fault.yours) return again(changes);
    showConflict(error.fault, keep);
    return false;
  }
  await rehearse();
  return true;
}

/** Make the changes on what stands there now: another program wrote the file, and nothing of it is lost. */
async function again(changes) {
  say("The file was changed meanwhile; it is shown as it is now.", { hint: "Make your change again if it is still due." });
  await rehearse();
  return changes.length === 0;
}

/** Save a whole text of the class, made on a `base` version. Resolves to whether it was saved. */
export async function keep(text, base) {
  const told = await attempt(() => ask("PUT", textAddress("class", room.outline.name), { text, version: base }));
  if (!told) return false;
  took(told);
  await rehearse();
  return true;
}

/** Take what an answer to a change tells: the new version of the class's file, and what can be undone. */
export function took(answer) {
  if (answer.version !== undefined) version = answer.version;
  if (answer.journal) showJournal(answer.journal);
}

/** The file was changed by somebody else: ask for its version before the next change. */
export function forget() {
  version = null;
}

/**
 * The stops of the class, in order: its exercises, and what is said around them. Each has a key that stays its own as
 * long as the order does, and where it could be placed, its times.
 */
export function stops() {
  const { entries, parts, kind } = room.outline;
  const around = parts.filter((part) => kind !== "class" || !part.exercise);
  const found = around.map((part, i) => ({ key: `part-${i}`, title: part.title, start: part.start, end: part.end, entry: null }));
  if (kind !== "class") return found;
  const own = entries.map((entry, i) => ({ key: `entry-${i}`, title: entry.title, start: entry.start, end: entry.end, entry }));
  const before = found.filter((part) => own.every((one) => one.start === null || part.start < one.start));
  const behind = found.filter((part) => !before.includes(part));
  return [...before, ...own, ...behind];
}

/** The stop that a moment of the timeline lies in, or null. */
export function stopAt(ms) {
  return stops().find((stop) => stop.start !== null && stop.start <= ms && ms < stop.end) || null;
}
