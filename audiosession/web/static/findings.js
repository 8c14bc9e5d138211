// What is at fault in a class, what gave way and what could be mended: each where it can be opened, with its mends.
import { ask, attempt, clock, dialog, h } from "./studio.js";
import { address, choose, edit, isEmpty, keep, room, stops, tell, textAddress, when } from "./classroom.js";

const FIRST = 4; // so many are shown at once
let box = null;
let known = []; // what `check` and the rows of the class say; the outline knows what keeps it from being placed
let latest = 0;

/** Draw the findings below the choices, and keep them as the class is. */
export function openFindings(section) {
  box = h("div", { "aria-live": "polite" });
  section.append(h("div", { class: "findings-box" }, h("h2", { class: "label" }, "Findings"), box));
  when("outline", draw);
  when("told", look); // what the eye waits for goes first
  draw();
}

async function look() {
  const mine = ++latest;
  let told = [];
  try {
    if (room.outline.length !== null) told = (await ask("GET", address("findings"))).findings;
  } catch (error) {
    if (!error.fault) throw error; // what can't be placed is told in the outline
  }
  if (mine !== latest) return;
  known = told;
  draw();
}

function draw() {
  if (isEmpty()) {
    box.closest("section").classList.remove("faulty");
    box.replaceChildren(h("p", { class: "soft" }, "A class begins with an exercise: add one in the plan, or take those of a wish."));
    return;
  }
  const own = room.outline.findings;
  const faults = own.filter((one) => one.kind === "fault");
  const said = new Set(faults.map((one) => one.message));
  const of = (kind) => known.filter((one) => one.kind === kind && !said.has(one.message));
  const unsaid = known.length ? of("unsaid") : own.filter((one) => one.kind === "unsaid");
  const found = [...faults, ...of("fault"), ...unsaid, ...of("warning")];
  box.closest("section").classList.toggle("faulty", faults.length > 0); // then they stand above the choices
  const changes = own.filter((one) => one.kind === "change");
  box.replaceChildren(...[
    unspoken(),
    ...found.slice(0, FIRST).map(shown),
    found.length > FIRST ? h("details", {}, h("summary", {}, `${found.length - FIRST} more`), found.slice(FIRST).map(shown)) : null,
    changes.length ? changed(changes) : null,
    found.length ? null : good(),
    shorter(of("replaced")),
  ].filter(Boolean));
}

/** Lines that nobody has spoken, with a button that has them spoken: until then all times are estimates. */
function unspoken() {
  const { guessed, title } = room.outline;
  if (!guessed) return null;
  const speak = () => attempt(() => ask("POST", address("speak"), { title }));
  return h("p", { class: "row" }, h("span", { class: "soft" }, `${guessed} line${guessed === 1 ? " is" : "s are"} not spoken yet: times are estimates.`),
    h("button", { type: "button", class: "small", onclick: (event) => { event.target.disabled = true; speak(); } }, "Speak them now"));
}

/** What is said shorter than was wanted, as it fits its breath so: nothing to mend, but good to know. */
function shorter(rows) {
  if (!rows.length) return null;
  return h("details", { class: "soft" }, h("summary", {}, `${rows.length} line${rows.length === 1 ? " is" : "s are"} said in a shorter form`),
    h("ul", {}, rows.map((one) => h("li", {}, one.row === null ? one.message : h("button", { type: "button", class: "link", onclick: () => tell("row", { id: one.row }) }, one.message)))));
}

function good() {
  const held = Math.max(0, ...room.outline.entries.map((one) => one.held));
  const told = [known.some((one) => one.kind === "unsaid") ? "" : "Every line fits its breath", "warm-ups come before", held ? `nobody is held over ${Math.ceil(held / 1000)} s` : "nobody is held for long"];
  return h("p", { class: "find ok" }, told.filter(Boolean).join(" · "));
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
  if (one.row !== null && one.row !== undefined) return () => tell("row", { id: one.row });
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
    h("button", { type: "button", class: "main", onclick: async () => { if (await keep(area.value, told.version)) box.close(); } }, "Save"),
    h("button", { type: "button", onclick: () => box.close() }, "Cancel")));
  const before = told.text.split("\n").slice(0, Math.max(0, line - 1)).join("\n").length;
  area.focus();
  area.setSelectionRange(before + 1, before + 1 + (told.text.split("\n")[line - 1] || "").length);
}

/** The length of the class in a sentence: "14:58 of 15:00 · 12 lines not spoken yet". */
export function factsOf(outline) {
  if (outline.length === null) return outline.asked && outline.span ? `can't be ${clock(outline.asked)}` : "it can't be placed yet";
  const length = `${outline.guessed ? "about " : ""}${clock(outline.length)}${outline.asked ? ` of ${clock(outline.asked)}` : ""}`;
  const takes = outline.guessed ? `${outline.guessed} line${outline.guessed === 1 ? "" : "s"} not spoken yet` : "all takes spoken";
  return `${length} · ${takes}`;
}
