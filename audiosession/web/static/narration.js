// The narration, line by line. Only what is near the eye is drawn: a class of hours has thousands of lines.
import { ask, attempt, clock, h, keys, say, shownFault } from "./studio.js";
import { address, isEmpty, room, stops, tell, when } from "./classroom.js";
import { fitBar, fitOf, readRows, rowBefore, runsOf } from "./spoken.js";
import { lineTools } from "./line.js";

const ROW_HEIGHT = 38; // px, about: what is not drawn is as high as it would be

let box = null;
let timeline = null;
let digest = ""; // of the class whose rows these are: they have their numbers as long as it is the same
let drawn = ""; // and how much of it was spoken then, which moves them
let rows = [];
let runs = [];
let open = null; // the id of the line that is open
let editing = false;
let writing = null; // what is being written in the open line: { isUnsaved(), save() }
let held = false; // whether the class became another one meanwhile, which is shown once it is saved or left
let heard = -1;
let latest = 0;
let near = null;

/** Draw the narration into `section`; returns what the page tells it of what plays. */
export function openNarration(section, player) {
  timeline = player;
  box = h("div", { class: "lines" });
  section.append(box);
  addEventListener("beforeunload", (event) => { if (isUnsaved()) event.preventDefault(); });
  near = new IntersectionObserver((seen) => seen.forEach(({ target, isIntersecting }) => fill(target, isIntersecting)), {
    root: section, rootMargin: "700px",
  });
  when("narration", load);
  when("unplaced", unplaced);
  when("row", ({ id }) => { const row = rows.find((one) => one.id === id); if (row) openLine(row); });
  when("pick", ({ start, from }) => { if (from !== "narration" && start !== null) showAt(start, false); });
  if (room.outline.length === null) unplaced();
  else load();
  keys([
    ["ArrowLeft", "The line before", () => step(-1)],
    ["ArrowRight", "The next line", () => step(1)],
    ["Enter", "Change the words of the line", () => act("edit")],
    ["Escape", "Leave the line", () => { const row = rows.find((one) => one.id === open); if (row) leave(row); }],
    ["T", "Another take of the line", () => act("retake")],
    ["R", "Record the line", () => act("record")],
  ]);
  return { markPlayed, showAt };
}

/** Whether words stand in the open line that are in no file yet; whatever happens elsewhere leaves them alone. */
function isUnsaved() {
  return editing && Boolean(writing?.isUnsaved());
}

/** Keep what is shown as it is while words are unsaved in it. Returns whether it is kept. */
function holds() {
  if (!isUnsaved()) return false;
  if (!held) say("The class was changed meanwhile.", { hint: "It is shown as it is now once you have saved or left your words." });
  held = true;
  return true;
}

function unplaced() {
  if (holds()) return;
  clear(h("p", { class: "soft" }, isEmpty() ? "What is said stands here, once there is an exercise." : "There is nothing to say before the findings are mended."));
}

/** Ask for the rows as they are now; of several that are under way the last one counts. */
async function load() {
  const mine = ++latest;
  let told;
  try {
    told = await ask("GET", address("narration"));
  } catch (error) {
    if (mine !== latest || !error.fault || holds()) return;
    clear(shownFault(error.fault));
    return;
  }
  if (mine !== latest) return;
  tell("told");
  const now = [told.digest, told.rows.at(-1)?.end, told.rows.filter((row) => row.estimate).length].join();
  if (now === drawn || holds()) return;
  held = false;
  [drawn, digest] = [now, told.digest];
  rows = readRows(told);
  runs = runsOf(rows);
  if (!rows.some((row) => row.id === open)) open = null;
  draw();
}

/** Show that there are no rows, and why. */
function clear(why) {
  latest += 1;
  [rows, runs, drawn, open] = [[], [], "", null];
  box.replaceChildren(why);
  tell("told");
}

/** Draw the frames of all runs; what is in them is drawn as they come near. */
function draw() {
  near.disconnect();
  const top = box.parentElement.scrollTop;
  box.replaceChildren(...runs.map((run, i) => {
    const frame = h("section", { class: "run", data: { run: i } });
    frame.style.minHeight = `${run.rows.length * ROW_HEIGHT + (run.isFirst ? 46 : 0)}px`;
    return frame;
  }));
  box.parentElement.scrollTop = top;
  for (const frame of box.children) near.observe(frame);
  if (open !== null) fill(frameOf(open), true);
}

function frameOf(id) {
  const at = runs.findIndex((run) => run.rows.some((row) => row.id === id));
  return box.querySelector(`[data-run="${at}"]`);
}

/** Draw the lines of a run, or take them away: its frame keeps its height, so that nothing moves. */
function fill(frame, isNear) {
  if (!frame) return;
  const run = runs[frame.dataset.run];
  const isDrawn = frame.childElementCount > 0;
  if (!run || isNear === isDrawn) return;
  if (!isNear) {
    if (frame.contains(document.activeElement) || run.rows.some((row) => row.id === open)) return;
    frame.style.minHeight = `${frame.offsetHeight}px`;
    frame.replaceChildren();
    return;
  }
  frame.style.minHeight = "";
  const list = h("ol", { class: "lines-of" });
  let rep = run.isFirst ? null : run.rows[0].rep;
  for (const row of run.rows) {
    if (row.rep && row.rep !== rep) list.append(h("li", { class: "rep" }, h("h4", {}, `Repetition ${row.rep}`)));
    rep = row.rep;
    list.append(lineOf(row));
  }
  frame.append(...[run.isFirst ? h("h3", { class: "label" }, titleOf(run)) : null, list].filter(Boolean));
}

function titleOf(run) {
  const stop = stops().find((one) => one.start !== null && one.start <= run.rows[0].start && run.rows[0].start < one.end);
  return stop ? stop.title : "";
}

const DOTS = { inhale: "breathe in", exhale: "breathe out", hold: "hold", free: "breathe freely" };

function lineOf(row) {
  const isOpen = row.id === open;
  const kind = row.phase ? row.phase.kind : "free";
  const fit = fitOf(row);
  const item = h("li", {
    class: ["line", isOpen ? "open" : "", row.unsaid ? "unsaid" : "", fit || row.form ? "" : "free", rows[heard]?.id === row.id ? "heard" : ""].join(" ").trim(),
    id: `line-${row.id}`,
  },
    h("span", { class: "num time" }, clock(row.start, true)),
    h("button", { type: "button", class: "words", tabindex: isOpen || (open === null && row === rows[0]) ? 0 : -1, "aria-expanded": String(isOpen), onclick: (event) => toggle(row, event.detail === 0) },
      h("i", { class: `dot ${kind}`, "aria-hidden": "true" }),
      h("span", {}, h("span", { class: "hidden-text" }, row.phase ? `${DOTS[kind] || kind}: ` : ""), row.text)),
    fit ? fitBar(fit) : null,
    row.unsaid ? h("span", { class: "tag" }, "unsaid") : row.form ? h("span", { class: "tag" }, row.form) : null);
  if (isOpen) item.append(lineTools(row, { get digest() { return digest; }, playMix, saved, close: () => leave(row), retook: reload, writes: (what) => { writing = what; }, isEditing: editing, edit: (on) => { editing = on; redraw(row); } }));
  return item;
}

function redraw(row) {
  const old = document.getElementById(`line-${row.id}`);
  if (!old) return;
  old.replaceWith(lineOf(row));
}

/** Open a line; of one that is open a click closes it, and Enter changes its words. */
function toggle(row, isByKey) {
  if (open !== row.id) openLine(row);
  else if (isByKey) act("edit");
  else leave(row);
}

function openLine(row, focus = true) {
  if (row.id !== open && isUnsaved()) { saveFirst(row.id, focus); return; }
  const before = rows.find((one) => one.id === open);
  open = row.id;
  editing = false;
  if (before) redraw(before);
  fill(frameOf(row.id), true);
  redraw(row);
  const item = document.getElementById(`line-${row.id}`);
  item?.scrollIntoView({ block: "nearest" });
  if (focus) item?.querySelector(".words")?.focus({ preventScroll: true });
  const phase = row.phase || row;
  timeline.select({ start: phase.start, end: Math.max(phase.end, row.end) });
  tell("line", row);
  const stop = stops().find((one) => one.start !== null && one.start <= row.start && row.start < one.end);
  if (stop) tell("pick", { ...stop, from: "narration" });
}

/** Save what is being written before another line is opened; where it is refused, the line stays open and says why. */
async function saveFirst(id, focus) {
  await writing.save();
  const row = rows.find((one) => one.id === id);
  if (row && !isUnsaved()) openLine(row, focus);
}

/** Leave a line: first what is being changed in it, then the line itself. */
function leave(row) {
  const wasEditing = editing;
  editing = false;
  if (!wasEditing) open = null;
  redraw(row);
  document.getElementById(`line-${row.id}`)?.querySelector(".words")?.focus({ preventScroll: true });
  if (held) tell("narration");
}

function step(by) {
  const at = rows.findIndex((row) => row.id === open);
  const row = rows[at < 0 ? Math.max(0, rowBefore(rows, timeline.at())) : at + by];
  if (row) openLine(row);
}

function act(name) {
  if (open === null) { step(0); return; }
  document.getElementById(`line-${open}`)?.querySelector(`[data-act="${name}"]`)?.click();
}

/** Play a row in the mix, from half a second before it; lines before it that nobody has spoken yet may move it. */
async function playMix(row) {
  const told = await attempt(() => ask("GET", address(`lines/${row.id}/start`)));
  if (told) timeline.playFrom(Math.max(0, told.start - 500));
}

async function reload() {
  drawn = "";
  await load();
}

/** The words of a row were changed: show what it is now, and play it in the mix if that was asked for. */
async function saved(row, isToBeHeard) {
  editing = false;
  drawn = "";
  tell("edited");
  await load();
  const now = rows.find((one) => one.id === row.id);
  if (!now) return;
  document.getElementById(`line-${now.id}`)?.querySelector(".words")?.focus({ preventScroll: true });
  if (isToBeHeard) playMix(now);
}

/** Show the line that is said at a moment, and open it unless only its place is wanted. */
function showAt(ms, isOpened = true) {
  const row = rows[Math.max(0, rows.findIndex((one) => one.end > ms || one.start >= ms))];
  if (!row) return;
  fill(frameOf(row.id), true);
  if (isOpened) openLine(row, false);
  document.getElementById(`line-${row.id}`)?.scrollIntoView({ block: isOpened ? "nearest" : "start" });
}

/** Mark the line that is heard, and keep it in sight unless somebody is writing. */
function markPlayed(at, isPlaying) {
  const now = isPlaying ? rowBefore(rows, at) : -1;
  if (now === heard) return;
  heard = now;
  box.querySelector(".line.heard")?.classList.remove("heard");
  const row = rows[now];
  if (!row) return;
  fill(frameOf(row.id), true);
  const item = document.getElementById(`line-${row.id}`);
  item?.classList.add("heard");
  if (!editing) item?.scrollIntoView({ block: "nearest" });
}
