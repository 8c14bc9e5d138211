// What is at fault in a class, what gave way and what could be mended: each where it can be opened, with its mends.
import { ask, attempt, clock, dialog, h } from "./studio.js";
import { address, choose, edit, keep, room, stops, tell, textAddress, when } from "./classroom.js";

const FIRST = 4; // so many of what gave way are shown at once
let box = null;
let checked = { faults: [], warnings: [] };
let latest = 0;

/** Draw the findings below the choices, and keep them as the class is. */
export function openFindings(section) {
  box = h("div", { "aria-live": "polite" });
  section.append(h("h2", { class: "label" }, "Findings"), box);
  when("outline", () => { draw(); recheck(); });
  draw();
  recheck();
}

/** Ask what `check` says of the class and all that it uses; the outline knows the rest. */
async function recheck() {
  const mine = ++latest;
  const told = await attempt(() => ask("GET", address("check")));
  if (!told || mine !== latest) return;
  checked = told;
  draw();
}

function draw() {
  const own = room.outline.findings;
  const said = new Set(own.map((one) => one.message));
  const faults = own.filter((one) => one.kind === "fault");
  const changes = own.filter((one) => one.kind === "change");
  const rest = own.filter((one) => one.kind !== "fault" && one.kind !== "change");
  const more = [...(faults.length ? [] : checked.faults), ...checked.warnings].filter((one) => !said.has(one.message));
  const found = [...faults, ...more, ...rest];
  box.replaceChildren(...[
    ...found.slice(0, FIRST).map(shown),
    found.length > FIRST ? h("details", {}, h("summary", {}, `${found.length - FIRST} more`), found.slice(FIRST).map(shown)) : null,
    changes.length ? changed(changes) : null,
    found.length ? null : good(),
  ].filter(Boolean));
}

function good() {
  const held = Math.max(0, ...room.outline.entries.map((one) => one.held));
  const told = ["Every line fits its breath", "warm-ups come before", held ? `nobody is held over ${Math.ceil(held / 1000)} s` : "nobody is held for long"];
  return h("p", { class: "find ok" }, told.join(" · "));
}

/** What was changed for the length, or to spare somebody something. */
function changed(rows) {
  return h("div", { class: "find ok" }, rows.length === 1 ? h("p", {}, rows[0].message) : [
    h("p", {}, "What gave way:"),
    h("ul", {}, rows.map((one) => h("li", {}, one.message)))]);
}

function shown(one) {
  const open = opener(one);
  return h("div", { class: "find", role: "note" },
    h("p", {}, one.message),
    one.hint ? h("p", { class: "hint" }, one.hint) : null,
    one.path && one.line ? h("p", { class: "place" }, `${one.path}, line ${one.line}`) : null,
    h("p", { class: "row" },
      (one.mends || []).map((mend) => h("button", { type: "button", class: "small", onclick: () => make(mend) }, mend.label)),
      open ? h("button", { type: "button", class: "small", onclick: open }, "Open") : null));
}

async function make(mend) {
  if (mend.changes.length && !(await edit(mend.changes))) return;
  if (Object.keys(mend.wanted).length) choose(mend.wanted);
}

/** What opens the place of a finding: its row, its exercise, or the text of the class; null where there is none. */
function opener(one) {
  const exercise = /^scripts\/exercises\/([^/]+?)(?:\.[a-z-]+)?\.toml$/i.exec(one.path || "");
  if (exercise) return () => { location.href = `/exercise/${encodeURIComponent(exercise[1])}${one.line ? `?line=${one.line}` : ""}`; };
  const stop = one.start !== null && one.start !== undefined ? stops().find((row) => row.start === one.start) : null;
  if (stop) return () => tell("pick", { ...stop, from: "findings" });
  if (one.path && one.path === room.outline.path) return () => openText(one.line);
  return null;
}

/** Show the text of the class's file at a line, to be changed by hand. */
async function openText(line) {
  const told = await attempt(() => ask("GET", textAddress("class", room.outline.name)));
  if (!told) return;
  const area = h("textarea", { class: "code", rows: 20, cols: 90, spellcheck: "false", "aria-label": `The text of ${told.path}` });
  area.value = told.text;
  const box = dialog(told.path, area, h("p", { class: "row" },
    h("button", { type: "button", class: "main", onclick: () => { box.close(); keep(area.value, told.version); } }, "Save"),
    h("button", { type: "button", onclick: () => box.close() }, "Cancel")));
  const before = told.text.split("\n").slice(0, Math.max(0, line - 1)).join("\n").length;
  area.focus();
  area.setSelectionRange(before + 1, before + 1 + (told.text.split("\n")[line - 1] || "").length);
}

/** The length of the class in a sentence: "14:58 of 15:00 · 12 lines not spoken yet". */
export function factsOf(outline) {
  if (outline.length === null) return outline.asked ? `can't be ${clock(outline.asked)}` : "it can't be placed yet";
  const length = `${outline.guessed ? "about " : ""}${clock(outline.length)}${outline.asked ? ` of ${clock(outline.asked)}` : ""}`;
  const takes = outline.guessed ? `${outline.guessed} line${outline.guessed === 1 ? "" : "s"} not spoken yet` : "all takes spoken";
  return `${length} · ${takes}`;
}
