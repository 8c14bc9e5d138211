// Rows of a form: lists of lines, tables and phases; one can be added, moved and taken out, by hand and by keys.
import { h } from "./studio.js";

const told = (at) => JSON.stringify(at);
const FORMS = ["full", "short", "bare"];

/**
 * Return a list whose entries `draw(at)` draws. `blank(text)` makes an entry of words that were written into a new row;
 * `add()` returns an entry that is good as it is. `ops` take the place of what inserts and removes one.
 */
export function list(form, at, entries, { name, draw, blank = null, add = null, ops = listOps(form, at) }) {
  const rows = h("ol", { class: "rows" }, entries.map((_, n) => row(form, at, n, { name, draw, ops, count: entries.length })));
  const end = h("button", { type: "button", class: "quiet small", onclick: () => (blank ? begin() : ops.insert(entries.length, add?.() ?? {})) },
    `+ ${name === "line" ? "Line" : name === "phase" ? "Phase" : name}`);
  function begin() {
    const here = [...at, entries.length];
    const draft = form.input(here, "", (text) => (text ? ops.insert(entries.length, blank(text)) : null), { "aria-label": `New ${name}`, class: "words" });
    const item = h("li", { class: "line-row" }, h("div", { class: "line" }, draft));
    draft.addEventListener("blur", () => draft.value.trim() || item.remove());
    rows.append(item);
    draft.focus();
  }
  return h("div", {}, rows, end);
}

function listOps(form, at) {
  return {
    insert: (n, value) => form.change({ at, insert: n, value }, [...at, n]),
    move: (from, to) => form.change({ at, move: [from, to] }, [...at, to]),
    remove: (n, count) => form.change({ at: count === 1 ? at : [...at, n], remove: true }, [...at, Math.max(0, n - 1)]),
  };
}

/** Return a row: its number, by which it is dragged, what is drawn, and what can be done to it. */
function row(form, at, n, { name, draw, ops, count }) {
  const here = [...at, n];
  const move = (to) => { if (to >= 0 && to < count && to !== n) ops.move(n, to); };
  const handle = h("span", { class: "handle num", draggable: "true", title: "Drag it, or press Alt+↑ or Alt+↓ in it" }, String(n + 1));
  const item = h("li", { class: "line-row", data: { row: told(here) }, onkeydown: (event) => {
    if (!event.altKey || !/^Arrow(Up|Down)$/.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    move(n + (event.key === "ArrowUp" ? -1 : 1));
  } }, handle, draw(here));
  handle.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/x-row", told(here));
    event.dataTransfer.setDragImage(item, 12, 12);
  });
  item.addEventListener("dragover", (event) => event.dataTransfer.types.includes("text/x-row") && event.preventDefault());
  item.addEventListener("drop", (event) => {
    const from = JSON.parse(event.dataTransfer.getData("text/x-row") || "[]");
    if (told(from.slice(0, -1)) !== told(at)) return;
    event.preventDefault();
    event.stopPropagation();
    if (from.at(-1) !== n) ops.move(from.at(-1), n);
  });
  const deeds = item.querySelector(":scope > .line > details > .deeds, :scope > .phase > details > .deeds, :scope > .deeds") || item;
  deeds.append(h("span", { class: "row" },
    deed("Up", `Move ${name} ${n + 1} up`, () => move(n - 1), n === 0),
    deed("Down", `Move ${name} ${n + 1} down`, () => move(n + 1), n === count - 1),
    deed("Remove", `Remove ${name} ${n + 1}`, () => ops.remove(n, count))));
  return item;
}

function deed(text, label, does, isOff = false) {
  return h("button", { type: "button", class: "quiet small", "aria-label": label, disabled: isOff, onclick: does }, text);
}

/** Return what stays unfolded while the form is drawn anew. */
function folded(form, at, title, ...content) {
  const key = told([...at, title]);
  return h("details", { open: form.opened.has(key), ontoggle: (event) => {
    if (event.target.open) form.opened.add(key);
    else form.opened.delete(key);
  } }, h("summary", {}, title), ...content);
}

function hearButton(form, text, phase = null) {
  return h("button", { type: "button", class: "round hear", "aria-label": "Hear this line", onclick: (event) =>
    form.hear(text(), phase?.(), event.currentTarget) }, "▶");
}

/** Return the parts of a row for a line that is said at leisure: its words, its rest or moment, and the rest folded. */
export function lineParts(form, at, node, value) {
  const keys = node.properties;
  const number = typeof at.at(-1) === "number" ? at.at(-1) + 1 : "";
  const words = form.input([...at, "say"], value?.say ?? (typeof value === "string" ? value : ""), (text) =>
    text === undefined && typeof at.at(-1) === "number" ? form.change({ at, remove: true }, at) : form.put([...at, "say"], text),
  { "aria-label": `What is said, line ${number}`, class: "words" });
  const beside = keys.rest ? "rest" : keys.at ? "at" : null;
  const others = Object.keys(keys).filter((key) => key !== "say" && key !== beside);
  const used = others.filter((key) => form.value([...at, key]) !== undefined);
  return h("div", { class: "line" }, words,
    hearButton(form, () => words.value),
    beside ? labelled(form, [...at, beside], form.node(keys[beside])) : null,
    others.length ? folded(form, at, used.length ? `More: ${used.join(", ").replaceAll("_", " ")}` : "More",
      h("div", { class: "fields-in" }, others.map((key) => form.field([...at, key], form.node(keys[key])))), h("div", { class: "deeds" })) : h("div", { class: "deeds" }));
}

/** Return a small field with its name before it. */
function labelled(form, at, node) {
  const made = form.field(at, node);
  made.classList.add("small");
  return made;
}

/** Return a list of lines of which one alone may stand for itself. */
export function texts(form, at, value, hooks = {}) {
  const entries = value === undefined ? [] : [value].flat();
  const isOne = typeof value === "string";
  const plain = listOps(form, at);
  const ops = { ...plain,
    insert: (n, text) => {
      if (isOne) form.put(at, [value, text], [...at, n]);
      else if (value === undefined) form.put(at, [text], [...at, n]);
      else plain.insert(n, text);
    } };
  const draw = (here) => {
    const place = isOne ? at : here;
    const words = form.input(place, entries[here.at(-1)], (text) =>
      text === undefined ? ops.remove(here.at(-1), entries.length) : form.put(place, text),
    { "aria-label": `${hooks.name || at.at(-1)}, line ${here.at(-1) + 1}`, class: hooks.isSaid ? "words" : "name" });
    return h("div", { class: "line" }, words, hooks.isSaid ? hearButton(form, () => words.value, hooks.phase) : null,
      hooks.phase ? fitBar(here) : null, folded(form, here, "More", h("div", { class: "deeds" })));
  };
  return list(form, at, entries, { name: "line", draw, blank: (text) => text, ops });
}

function fitBar(at) {
  return h("span", { class: "fit", hidden: true, data: { fit: told(at) } }, h("span", { class: "bar" }, h("i")), h("small", { class: "num" }));
}

/** Return a phase: how it is breathed and how long, what may be said in it, and the rest folded. */
export function phase(form, at, node) {
  const keys = node.properties;
  const value = form.value(at);
  const kinds = ["counts", "seconds", "counts_by_rep", "seconds_by_rep"].filter((key) => keys[key]);
  const length = kinds.find((key) => value[key] !== undefined) || "counts";
  const unit = h("select", { "aria-label": "Its length is in", onchange: (event) => {
    const { [length]: was, ...others } = form.value(at);
    const first = [was].flat()[0];
    const next = event.target.value.endsWith("_by_rep") ? [first] : first;
    form.change({ at, value: { ...others, [event.target.value]: next } }, [...at, event.target.value]);
  } }, kinds.map((key) => h("option", { value: key, selected: key === length }, key.replaceAll("_", " "))));
  const shown = ["side", "pulses"].filter((key) => keys[key]);
  const others = Object.keys(keys).filter((key) => ![...kinds, ...shown, ...FORMS, "breath", "call"].includes(key));
  const used = others.filter((key) => value[key] !== undefined);
  return h("div", { class: "phase", data: { breath: value.breath } },
    h("div", { class: "phase-head" },
      labelled(form, [...at, "breath"], form.node(keys.breath)),
      h("div", { class: "length" }, labelled(form, [...at, length], form.node(keys[length])), unit),
      shown.map((key) => labelled(form, [...at, key], form.node(keys[key])))),
    FORMS.map((key) => h("div", { class: "forms", role: "group", "aria-label": `${key} lines` },
      h("h3", { class: "label", title: keys[key].description }, key), texts(form, [...at, key], value[key], { name: key, isSaid: true, phase: () => form.value(at) }))),
    keys.call && value.call ? h("div", { class: "forms" }, h("h3", { class: "label" }, "calls"), form.field([...at, "call"], form.node(keys.call))) : null,
    folded(form, at, used.length ? `More: ${used.join(", ").replaceAll("_", " ")}` : "More",
      h("div", { class: "fields-in" }, others.map((key) => form.field([...at, key], form.node(keys[key])))),
      h("div", { class: "deeds" },
        deed("Copy", "Copy this phase", () => form.change({ at: at.slice(0, -1), insert: at.at(-1) + 1, value: structuredClone(form.value(at)) }, at)),
        keys.call && !value.call ? deed("Add a call-out", "Add a call-out", () => form.put([...at, "call"], [{ count: 3 }], [...at, "call"])) : null)));
}

/** Return a phase that may follow `phases`: the other breath, as long as the last one. */
export function nextPhase(phases) {
  const last = phases.at(-1) ?? {};
  const next = { breath: last.breath === "inhale" ? "exhale" : "inhale", counts: last.counts ?? 4 };
  return last.side ? { ...next, side: last.side } : next;
}
