// The fields of a form, one for each kind of key: words, numbers, choices; and lists, whose rows can be added, moved
// and taken out, by hand and by keys.
import { h } from "./studio.js";

const QUIET_MS = 700; // so long nobody writes before what was written is saved
const told = (at) => JSON.stringify(at);
const FORMS = ["full", "short", "bare"];
const LENGTHS = ["counts", "seconds", "counts_by_rep", "seconds_by_rep"];

/** Return a name of the model as people read it: "warm_up_note" is "Warm up note". */
export function worded(key) {
  const text = String(key).replaceAll(/[_-]/g, " ");
  return text[0].toUpperCase() + text.slice(1);
}

/** Return what the model says of a key without the marks of Markdown. */
export function plain(text = "") {
  return text.replaceAll(/`|\[(?=[^\]]*\]\()|\]\([^)]*\)/g, "");
}

/** Return numbers as they are written in a field, and what a field says as numbers: one, or a list. */
const numbersText = (value) => [value?.usual ? [value.least, value.usual, value.most] : value ?? []].flat().join(", ");
function numbersOf(text) {
  const found = text.split(/[\s,;–]+/).filter(Boolean).map((one) => (Number.isNaN(Number(one)) ? one : Number(one)));
  return found.length > 1 ? found : found[0];
}

/** Return of which kind a key is, by its node of the schema. */
export function kindOf(form, node) {
  const item = node.items && form.node(node.items);
  if (node.enum) return "choice";
  if (node.const) return "flag";
  if (node.properties?.least || node.prefixItems || /integer|number/.test(item?.type)) return "numbers";
  if (node.properties) return node.properties.say && node.type.includes("string") ? "line" : "table";
  if (item?.enum) return "chips";
  if (item?.properties) return item.properties.breath ? "phases" : item.properties.say ? "lines" : "tables";
  if (item) return "texts";
  return { boolean: "flag", integer: "number", number: "number" }[node.type] || "text";
}

/** Return a field that saves what is written in it once nobody writes any more: by `commit`, undefined if empty. */
function input(form, at, text, commit, attributes = {}) {
  const key = at.findLast((one) => typeof one === "string");
  const isLong = attributes.class === "words";
  const list = form.offers[key] ? `offers-${key}` : null;
  const element = h(isLong ? "textarea" : "input", isLong ? { rows: 1 } : { type: "text", autocomplete: "off", list });
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  element.value = text;
  element.dataset.at = told(at);
  let waiting = 0;
  const save = (isLeft) => {
    clearTimeout(waiting);
    const words = element.value.replaceAll(/\s+/g, " ").trim();
    if (!element.dataset.dirty || (!words && !isLeft)) return;
    delete element.dataset.dirty;
    commit(words || undefined);
  };
  element.addEventListener("input", (event) => {
    element.dataset.dirty = "1";
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(save, QUIET_MS, false);
  });
  element.addEventListener("change", () => save(true));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); // a line is one line
    save(true);
    if (event.ctrlKey || event.metaKey) element.closest(".line")?.querySelector(".hear")?.click();
  });
  return element;
}

const CONTROLS = {
  text: (form, at, node, value) => {
    const made = (text) => (text && node.anyOf ? numbersOf(text) : text); // a moment is a number or a word
    return input(form, at, value ?? "", (text) => form.put(at, made(text)));
  },
  number: (form, at, node, value) => {
    const step = node.type === "integer" ? 1 : "any";
    const attributes = { type: "number", min: node.minimum ?? 0, max: node.maximum, step, class: "brief" };
    return input(form, at, value ?? node.default ?? "", (text) => form.put(at, text && Number(text)), attributes);
  },
  numbers: (form, at, node, value) => {
    const isList = ![node.type].flat().includes("number");
    const made = (text) => (isList && text !== undefined ? [numbersOf(text)].flat() : text && numbersOf(text));
    const attributes = { inputmode: "decimal", class: "brief", placeholder: numbersText(node.default) };
    return input(form, at, numbersText(value), (text) => form.put(at, made(text)), attributes);
  },
  flag: (form, at, node, value) => h("input", { type: "checkbox", checked: Boolean(value), data: { at: told(at) },
    onchange: (event) => form.put(at, event.target.checked ? node.const ?? true : undefined) }),
  choice: (form, at, node, value, isNeeded) => h("select", { data: { at: told(at) },
    onchange: (event) => form.put(at, event.target.value || undefined, at) },
    isNeeded || node.default ? null : h("option", { value: "" }, "–"),
    node.enum.map((one) => h("option", { value: one, selected: one === (value ?? node.default) }, worded(one)))),
  chips: (form, at, node, value = []) => h("div", { class: "chips" }, form.node(node.items).enum.map((one) => {
    const here = [...at, one];
    const change = () => {
      const now = form.value(at) || [];
      const next = now.includes(one) ? now.filter((other) => other !== one) : [...now, one];
      form.put(at, next.length ? next : undefined, here);
    };
    const looks = { class: "chip", "aria-pressed": String(value.includes(one)), data: { at: told(here) } };
    return h("button", { type: "button", ...looks, onclick: change }, worded(one));
  })),
  line: (form, at, node, value) => line(form, at, node, value),
  lines: (form, at, node, value = []) => {
    const item = form.node(node.items);
    const isPlain = () => (form.value(at) ?? []).some((one) => typeof one === "string");
    const blank = (text) => (isPlain() ? text : { say: text }); // as its neighbours are written
    return list(form, at, value, { name: "line", draw: (here) => line(form, here, item, form.value(here)), blank });
  },
  texts: (form, at, node, value) => texts(form, at, value, { isSaid: Boolean(node.items.not) }),
  table: (form, at, node) => h("div", { class: "fields-in" }, Object.entries(node.properties).map(([key, one]) =>
    form.field([...at, key], form.node(one), (node.required || []).includes(key)))),
  tables: (form, at, node, value = []) => list(form, at, value, {
    name: worded(at.at(-1)), draw: (here) => [CONTROLS.table(form, here, form.node(node.items))] }),
  phases: (form, at, node, value = []) => list(form, at, value, {
    name: "phase",
    draw: (here) => phase(form, here, form.node(node.items)),
    add: () => nextPhase(form.value(at) || []),
  }),
};

/** Return the control of the key that `at` leads to. */
export function controlOf(form, at, node, value, isNeeded = false) {
  return CONTROLS[kindOf(form, node)](form, at, node, value, isNeeded);
}

/**
 * Return a list whose entries `draw(at)` draws. `blank(text)` makes an entry of words that were written into a new row;
 * `add()` returns an entry that is good as it is. `ops` take the place of what inserts and removes one.
 */
function list(form, at, entries, { name, draw, blank = null, add = null, ops = listOps(form, at) }) {
  const count = entries.length;
  const rows = h("ol", { class: "rows" }, entries.map((_, n) => row(form, at, n, { name, draw, ops, count })));
  const begin = () => {
    const commit = (text) => text && ops.insert(count, blank(text));
    const draft = input(form, [...at, count], "", commit, { "aria-label": `New ${name}`, class: "words" });
    const item = h("li", { class: "line-row" }, h("div", { class: "line" }, draft));
    draft.addEventListener("blur", () => draft.value.trim() || item.remove());
    rows.append(item);
    draft.focus();
  };
  const more = () => (blank ? begin() : ops.insert(count, add?.() ?? {}));
  return h("div", {}, rows, h("button", { type: "button", class: "quiet small", onclick: more }, `+ ${worded(name)}`));
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
  const hint = "Drag it, or press Alt+↑ or Alt+↓ in it";
  const handle = h("span", { class: "handle num", draggable: "true", title: hint }, String(n + 1));
  const item = h("li", { class: "line-row", data: { row: told(here) } }, handle, draw(here));
  item.addEventListener("keydown", (event) => {
    if (!event.altKey || !/^Arrow(Up|Down)$/.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    move(n + (event.key === "ArrowUp" ? -1 : 1));
  });
  draggable(item, handle, at, n, ops);
  const folds = [".line", ".phase"].map((one) => `:scope > ${one} > details > .deeds`).join();
  (item.querySelector(folds) || item).append(h("span", { class: "row deeds-of-row" },
    deed("Up", `Move ${name} ${n + 1} up`, () => move(n - 1), n === 0),
    deed("Down", `Move ${name} ${n + 1} down`, () => move(n + 1), n === count - 1),
    deed("Remove", `Remove ${name} ${n + 1}`, () => ops.remove(n, count))));
  return item;
}

/** Let a row be dragged by its handle to the place of another one in its list. */
function draggable(item, handle, at, n, ops) {
  const here = [...at, n];
  handle.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/x-row", told(here));
    event.dataTransfer.setDragImage(item, 12, 12);
  });
  item.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("text/x-row")) event.preventDefault();
  });
  item.addEventListener("drop", (event) => {
    const from = JSON.parse(event.dataTransfer.getData("text/x-row") || "[]");
    if (told(from.slice(0, -1)) !== told(at)) return;
    event.preventDefault();
    event.stopPropagation();
    if (from.at(-1) !== n) ops.move(from.at(-1), n);
  });
}

function deed(text, label, does, isOff = false) {
  const looks = { type: "button", class: "quiet small", "aria-label": label, disabled: isOff };
  return h("button", { ...looks, onclick: does }, text);
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
  const hear = (event) => form.hear(text(), phase?.(), event.currentTarget);
  return h("button", { type: "button", class: "round hear", "aria-label": "Hear this line", onclick: hear }, "▶");
}

/** Return a line that is said at leisure: its words, its rest or its moment beside them, and all else folded. */
function line(form, at, node, value) {
  const keys = node.properties;
  const isRow = typeof at.at(-1) === "number";
  const commit = (text) => {
    if (text === undefined && isRow) form.change({ at, remove: true }, at);
    else form.put([...at, "say"], text);
  };
  const name = { "aria-label": `What is said${isRow ? `, line ${at.at(-1) + 1}` : ""}`, class: "words" };
  const words = input(form, [...at, "say"], value?.say ?? (typeof value === "string" ? value : ""), commit, name);
  const beside = ["rest", "at"].find((key) => keys[key]);
  const others = Object.keys(keys).filter((key) => key !== "say" && key !== beside);
  return h("div", { class: "line" }, words,
    hearButton(form, () => words.value),
    beside ? labelled(form, [...at, beside], form.node(keys[beside])) : null,
    more(form, at, keys, others));
}

/** Return the keys of a table that are seldom written, folded; those that are written are named. */
function more(form, at, keys, others, ...deeds) {
  const used = others.filter((key) => form.value([...at, key]) !== undefined).join(", ").replaceAll("_", " ");
  const fields = others.map((key) => form.field([...at, key], form.node(keys[key])));
  return folded(form, at, used ? `More: ${used}` : "More",
    h("div", { class: "fields-in" }, fields), h("div", { class: "deeds row" }, deeds));
}

/** Return a small field with its name before it. */
function labelled(form, at, node) {
  const made = form.field(at, node);
  made.classList.add("small");
  return made;
}

/** Return a list of lines of which one alone may stand for itself. */
function texts(form, at, value, hooks = {}) {
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
    const [place, n] = [isOne ? at : here, here.at(-1)];
    const commit = (text) => (text === undefined ? ops.remove(n, entries.length) : form.put(place, text));
    const looks = { "aria-label": `${worded(at.at(-1))}, line ${n + 1}`, class: hooks.isSaid ? "words" : "name" };
    const words = input(form, place, entries[n], commit, looks);
    return h("div", { class: "line" }, words,
      hooks.isSaid ? hearButton(form, () => words.value, hooks.phase) : null,
      hooks.phase ? fitBar(here) : null,
      more(form, here, {}, []));
  };
  return list(form, at, entries, { name: hooks.isSaid ? "line" : "name", draw, blank: (text) => text, ops });
}

function fitBar(at) {
  const bar = h("span", { class: "bar" }, h("i"));
  return h("span", { class: "fit", hidden: true, data: { fit: told(at) } }, bar, h("small", { class: "num" }));
}

/** Return a phase: how it is breathed and how long, what may be said in it, and the rest folded. */
function phase(form, at, node) {
  const keys = node.properties;
  const value = form.value(at);
  const small = (key) => labelled(form, [...at, key], form.node(keys[key]));
  const lengths = LENGTHS.filter((key) => keys[key]);
  const length = lengths.find((key) => value[key] !== undefined) || lengths[0];
  const shown = ["side", "pulses"].filter((key) => keys[key]);
  const others = Object.keys(keys).filter((key) => ![...LENGTHS, ...shown, ...FORMS, "breath", "call"].includes(key));
  const copy = () => form.change({ at: at.slice(0, -1), insert: at.at(-1) + 1, value: form.value(at) }, at);
  const callOut = () => form.put([...at, "call"], [{ count: 3 }], [...at, "call"]);
  return h("div", { class: "phase", data: { breath: value.breath } },
    h("div", { class: "phase-head" }, small("breath"),
      h("div", { class: "length" }, small(length), unit(form, at, length, lengths)), shown.map(small)),
    FORMS.map((key) => {
      const explained = { name: worded(key), explained: plain(keys[key].description) };
      return h("div", { class: "forms", role: "group", "aria-label": `${worded(key)} lines`, data: explained },
        h("h3", { class: "label" }, key),
        texts(form, [...at, key], value[key], { isSaid: true, phase: () => form.value(at) }));
    }),
    value.call ? h("div", { class: "forms" }, h("h3", { class: "label" }, "calls"),
      form.field([...at, "call"], form.node(keys.call))) : null,
    more(form, at, keys, others, deed("Copy", "Copy this phase", copy),
      keys.call && !value.call ? deed("Add a call-out", "Add a call-out", callOut) : null));
}

/** Return the choice in what a phase is as long as it is; its number stays. */
function unit(form, at, length, lengths) {
  const change = (event) => {
    const next = event.target.value;
    const first = [form.value([...at, length])].flat()[0] ?? 4;
    const value = next.endsWith("_by_rep") ? [first] : first;
    form.change([{ at: [...at, length], remove: true }, { at: [...at, next], value }], [...at, next]);
  };
  return h("select", { "aria-label": "Its length is in", onchange: change }, lengths.map((key) =>
    h("option", { value: key, selected: key === length }, key.replaceAll("_", " "))));
}

/** Return a phase that may follow `phases`: the other breath, as long as the last one. */
function nextPhase(phases) {
  const last = phases.at(-1) ?? {};
  const next = { breath: last.breath === "inhale" ? "exhale" : "inhale", counts: last.counts ?? 4 };
  return last.side ? { ...next, side: last.side } : next;
}
