// A form made from the model of a kind of file: each key has a control of its kind, and says what the model says of it.
import { lineParts, list, nextPhase, phase, texts } from "./rows.js";
import { h } from "./studio.js";

const QUIET_MS = 700; // so long nobody writes before what was written is saved

/** Return a name of the model as people read it: "warm_up_note" is "Warm up note". */
export function worded(key) {
  const text = String(key).replaceAll(/[_-]/g, " ");
  return text[0].toUpperCase() + text.slice(1);
}

/** Return what `keys` lead to in `values`; undefined where they lead nowhere. */
export function valueAt(values, keys) {
  return keys.reduce((here, key) => here?.[key], values);
}

/** Return `values` with a change made in them, as the studio makes it in the file. */
export function applied(values, change) {
  const whole = structuredClone(values);
  const { at } = change;
  if ("insert" in change || "move" in change) {
    const entries = valueAt(whole, at) ?? putAt(whole, at, []);
    if ("insert" in change) entries.splice(change.insert, 0, structuredClone(change.value));
    else entries.splice(change.move[1], 0, ...entries.splice(change.move[0], 1));
  } else if (change.remove) {
    const owner = valueAt(whole, at.slice(0, -1));
    if (Array.isArray(owner)) owner.splice(at.at(-1), 1);
    else delete owner?.[at.at(-1)];
  } else putAt(whole, at, structuredClone(change.value));
  return whole;
}

function putAt(whole, at, value) {
  const owner = at.slice(0, -1).reduce((here, key, n) => (here[key] ??= typeof at[n + 1] === "number" ? [] : {}), whole);
  owner[at.at(-1)] = value;
  return value;
}

/** Return what `keys` lead to, where a line may stand for a table of it, and a number for a table of reps. */
function writtenAt(values, keys) {
  return keys.reduce((here, key) => spread(here)?.[key], values);
}

function spread(value) {
  if (typeof value === "string") return { say: value };
  return typeof value === "number" ? { default: value, max: value } : value;
}

const told = (at) => JSON.stringify(at);
const idOf = (at) => `key-${at.join("-")}`;

/** Return numbers as they are written in a field, and what a field says as numbers: one, or a list. */
const numbersText = (value) => [value?.usual ? [value.least, value.usual, value.most] : value ?? []].flat().join(", ");
function numbersOf(text) {
  const found = text.split(/[\s,;–]+/).filter(Boolean).map((one) => (Number.isNaN(Number(one)) ? one : Number(one)));
  return found.length > 1 ? found : found[0];
}

/**
 * Return a form in `box`. `schema` is the model as JSON Schema, `parts` tell which keys stand together, `edit(change)`
 * makes a change and returns the values then, `hear(text, phase)` plays a line, `explain(name, text)` tells what the key
 * that is focused does. `offers` are names that may be written at a key.
 */
export function openForm(box, { schema, parts, offers = {}, edit, hear, explain }) {
  const form = { schema, parts, offers, edit, hear, box, values: {}, base: [], fits: new Map(), faults: [] };
  form.opened = new Set(); // what is unfolded
  form.drafts = new Set(); // keys that are shown though nothing is written there
  form.drawn = new Map();
  form.node = (node) => nodeOf(form, node);
  form.value = (at) => writtenAt(form.values, at);
  form.field = (at, node, isNeeded) => field(form, at, node, isNeeded);
  form.change = (one, focus) => change(form, one, focus);
  form.put = (at, value, focus) => put(form, at, value, focus);
  form.input = (at, text, commit, attributes) => input(form, at, text, commit, attributes);
  box.addEventListener("focusin", (event) => {
    const field = event.target.closest("[data-explained]");
    explain(field?.dataset.name ?? "", field?.dataset.explained ?? "");
  });
  box.append(...Object.entries(offers).map(([key, names]) =>
    h("datalist", { id: `offers-${key}` }, names.map((one) => h("option", { value: one })))));
  return {
    show: (values, base = form.base) => show(form, values, base),
    keep: (values) => { form.values = values; for (const [key, one] of form.drawn) one.text = textOf(form, key); },
    showFits: (rows) => { form.fits = new Map(rows.map((row) => [told(row.at), row])); drawFits(form); },
    showFaults: (faults) => { form.faults = faults; drawFaults(form); },
    focus: (at) => focusOn(form, at),
  };
}

/** Return a node of the schema with what it refers to in its place. */
function nodeOf(form, node) {
  const name = node.$ref || node.allOf?.[0].$ref;
  if (!name) return node;
  const found = name.split("/").slice(1).reduce((here, key) => here[key], form.schema);
  return { ...found, ...node, description: node.description || found.description };
}

function rootOf(form) {
  return nodeOf(form, form.base.length ? form.schema.properties[form.base[0]] : form.schema);
}

/** Make a change; `focus` leads to what is drawn anew and focused, null where the form shows the change already. */
function change(form, one, focus = null) {
  form.values = form.edit(one);
  if (focus) show(form, form.values, form.base, focus);
  else for (const [key, shown] of form.drawn) shown.text = textOf(form, key);
}

/** Put a value where `at` leads; undefined takes out what is there. */
function put(form, at, value, focus = null) {
  if (told(writtenAt(form.values, at) ?? null) === told(value ?? null)) return;
  const above = at.slice(0, -1);
  const table = valueAt(form.values, above);
  if (["string", "number"].includes(typeof table)) {
    const whole = { ...spread(table), [at.at(-1)]: value };
    change(form, { at: above, value: typeof table === "string" && told(Object.keys(whole)) === '["say"]' ? value : whole }, focus);
    return;
  }
  change(form, value === undefined ? { at, remove: true } : { at, value }, focus);
}

function textOf(form, key) {
  return JSON.stringify([valueAt(form.values, [...form.base, key]), form.drafts.has(key)]);
}

/** Show `values`, drawing anew what says something else than before; what a person writes in stays as it is. */
function show(form, values, base, focus = null) {
  const active = form.box.contains(document.activeElement) ? document.activeElement : null;
  const was = active && { at: active.dataset.at, text: active.value, spot: active.selectionStart, ...active.dataset };
  const isOther = told(base) !== told(form.base) || !form.drawn.size;
  Object.assign(form, { values, base });
  if (isOther) drawAll(form);
  for (const [key, one] of form.drawn) {
    const text = textOf(form, key);
    if (text === one.text) continue;
    const fresh = keyBox(form, key);
    one.box.replaceWith(fresh);
    form.drawn.set(key, { text, box: fresh });
  }
  form.box.querySelectorAll(".missing").forEach((one) => one.replaceWith(missing(form, one.dataset.part)));
  drawFits(form);
  drawFaults(form);
  if (focus) focusOn(form, focus);
  else if (was?.at && !active.isConnected) {
    const again = focusOn(form, JSON.parse(was.at));
    if (again && was.dirty) Object.assign(again, { value: was.text, selectionStart: was.spot, selectionEnd: was.spot });
  }
}

function focusOn(form, at) {
  const all = [...form.box.querySelectorAll("[data-at]")];
  const found = all.find((one) => one.dataset.at === told(at)) || all.find((one) => one.dataset.at.startsWith(told(at).slice(0, -1)));
  found?.closest("details")?.setAttribute("open", "");
  found?.focus();
  return found;
}

function drawAll(form) {
  form.drawn.clear();
  const { properties } = rootOf(form);
  const listed = form.parts.flatMap((part) => part.keys);
  const rest = Object.keys(properties).filter((key) => !listed.includes(key) && key !== "easier" && key !== "harder");
  form.all = [...form.parts, { title: "More", keys: rest }];
  form.box.querySelectorAll(".part").forEach((one) => one.remove());
  form.box.append(...form.all.map((part) => h("section", { class: "part" },
    h("h2", {}, part.title),
    part.keys.filter((key) => properties[key]).map((key) => {
      const made = keyBox(form, key);
      form.drawn.set(key, { text: textOf(form, key), box: made });
      return made;
    }),
    missing(form, part.title))));
}

/** Return buttons for the keys of a part that nothing is written at. */
function missing(form, title) {
  const { properties } = rootOf(form);
  const part = form.all.find((one) => one.title === title);
  const keys = part.keys.filter((key) => properties[key] && !isShown(form, key));
  return h("p", { class: "row missing", data: { part: title }, hidden: !keys.length }, keys.map((key) =>
    h("button", { type: "button", class: "quiet small", title: properties[key].description, onclick: () => begin(form, key) },
      `+ ${worded(key)}`)));
}

function begin(form, key) {
  const at = [...form.base, key];
  const above = form.base.length ? form.values[key] : undefined; // a form of its own begins with what it is a form of
  form.drafts.add(key);
  if (above === undefined) show(form, form.values, form.base, at);
  else put(form, at, above, at);
}

function isShown(form, key) {
  const isNeeded = !form.base.length && (form.schema.required || []).includes(key);
  return isNeeded || form.drafts.has(key) || valueAt(form.values, [...form.base, key]) !== undefined;
}

function keyBox(form, key) {
  if (!isShown(form, key)) return h("div", { hidden: true });
  const at = [...form.base, key];
  return field(form, at, nodeOf(form, rootOf(form).properties[key]), (rootOf(form).required || []).includes(key));
}

/** Return the control of the key that `at` leads to, with its name and what the model says of it. */
function field(form, at, node, isNeeded = false) {
  const value = writtenAt(form.values, at);
  const kind = kindOf(form, node);
  const made = CONTROLS[kind](form, at, node, value, isNeeded);
  const name = worded(at.at(-1));
  const text = (node.description || "").replaceAll(/`|\[|\]\([^)]*\)/g, "");
  const help = h("span", { class: "hidden-text", id: `${idOf(at)}-help` }, text);
  const boxed = { class: `field ${kind}`, data: { field: told(at), name, explained: text } };
  const control = made.matches("input, select, textarea") ? made : null;
  if (!control) {
    return h("div", { ...boxed, role: "group", "aria-label": name, "aria-describedby": help.id },
      h("span", { class: "label-text" }, name), help, made);
  }
  control.setAttribute("aria-describedby", help.id);
  if (kind === "flag") return h("div", boxed, h("label", { class: "row" }, made, name), help);
  control.id = idOf(at);
  return h("div", boxed, h("label", { for: control.id }, name), made, help);
}

function kindOf(form, node) {
  const item = node.items && nodeOf(form, node.items);
  if (node.enum) return "choice";
  if (node.const) return "flag";
  if (node.properties?.least || node.prefixItems || item?.type === "integer" || item?.type === "number") return "numbers";
  if (node.properties) return node.properties.say && node.type.includes("string") ? "line" : "table";
  if (item?.enum) return "chips";
  if (item?.properties) return item.properties.breath ? "phases" : item.properties.say ? "lines" : "tables";
  if (item) return "texts";
  return { boolean: "flag", integer: "number", number: "number" }[node.type] || "text";
}

/** Return a field that saves what is written in it once nobody writes any more; `commit` gets it, undefined if empty. */
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
    const made = (text) => (text === undefined || !node.anyOf ? text : numbersOf(text)); // a moment is a number or a word
    return input(form, at, value ?? "", (text) => put(form, at, made(text)));
  },
  number: (form, at, node, value) => input(form, at, value ?? node.default ?? "", (text) => put(form, at, text && Number(text)), {
    type: "number", min: node.minimum ?? 0, max: node.maximum, step: node.type === "integer" ? 1 : "any", class: "narrow" }),
  numbers: (form, at, node, value) => {
    const isList = ![node.type].flat().includes("number");
    const made = (text) => (isList && text !== undefined ? [numbersOf(text)].flat() : text && numbersOf(text));
    const attributes = { inputmode: "decimal", class: "narrow", placeholder: numbersText(node.default) };
    return input(form, at, numbersText(value), (text) => put(form, at, made(text)), attributes);
  },
  flag: (form, at, node, value) => h("input", { type: "checkbox", checked: Boolean(value), data: { at: told(at) },
    onchange: (event) => put(form, at, event.target.checked ? node.const ?? true : undefined) }),
  choice: (form, at, node, value, isNeeded) => h("select", { data: { at: told(at) },
    onchange: (event) => put(form, at, event.target.value || undefined) },
    isNeeded || node.default ? null : h("option", { value: "" }, "–"),
    node.enum.map((one) => h("option", { value: one, selected: one === (value ?? node.default) }, worded(one)))),
  chips: (form, at, node, value = []) => h("div", { class: "chips" }, form.node(node.items).enum.map((one) =>
    h("button", { type: "button", class: "chip", "aria-pressed": String(value.includes(one)), data: { at: told([...at, one]) },
      onclick: () => {
        const now = form.value(at) || [];
        const next = now.includes(one) ? now.filter((other) => other !== one) : [...now, one];
        put(form, at, next.length ? next : undefined, [...at, one]);
      } }, worded(one)))),
  line: (form, at, node, value) => h("div", { class: "line" }, lineParts(form, at, node, value)),
  lines: (form, at, node, value = []) => {
    const item = form.node(node.items);
    const blank = (text) => (item.type.includes("string") ? text : { say: text });
    return list(form, at, value, { name: "line", draw: (here) => lineParts(form, here, item, form.value(here)), blank });
  },
  texts: (form, at, node, value) => texts(form, at, value, { isSaid: Boolean(node.items.not) }),
  table: (form, at, node) => h("div", { class: "fields-in" }, Object.entries(node.properties).map(([key, one]) =>
    field(form, [...at, key], form.node(one), (node.required || []).includes(key)))),
  tables: (form, at, node, value = []) => list(form, at, value, {
    name: worded(at.at(-1)), draw: (here) => [CONTROLS.table(form, here, form.node(node.items))] }),
  phases: (form, at, node, value = []) => list(form, at, value, {
    name: "phase", draw: (here) => phase(form, here, form.node(node.items)), add: () => nextPhase(form.value(at) || []) }),
};

/** Show at each line how it fills its phase, by the last that was found out. */
function drawFits(form) {
  for (const bar of form.box.querySelectorAll("[data-fit]")) {
    const fit = form.fits.get(bar.dataset.fit);
    bar.hidden = !fit;
    if (!fit) continue;
    const [takes, room] = [fit.lasts_ms, fit.room_ms].map((ms) => (ms / 1000).toFixed(1));
    bar.classList.toggle("over", !fit.fits);
    bar.querySelector("i").style.setProperty("--fill", `${Math.min(100, (100 * fit.lasts_ms) / fit.room_ms)}%`);
    bar.querySelector("small").textContent = `${takes} of ${room} s${fit.fits ? "" : ", too long"}`;
  }
}

/** Show each fault below the control that it is about, or the nearest around it. */
function drawFaults(form) {
  form.box.querySelectorAll(".fault-here").forEach((one) => one.remove());
  form.box.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
  for (const fault of form.faults) {
    const spot = spotOf(form, fault.at || []);
    if (!spot) continue;
    const text = h("p", { class: "find fault-here", role: "alert" }, fault.message, fault.hint ? h("span", { class: "hint" }, ` ${fault.hint}`) : null);
    if (spot.matches("input, select, textarea")) spot.setAttribute("aria-invalid", "true");
    (spot.closest(".line-row, .field") || spot).append(text);
  }
}

function spotOf(form, at) {
  const all = [...form.box.querySelectorAll("[data-at], [data-field]")];
  for (let n = at.length; n > 0; n -= 1) {
    const key = told(at.slice(0, n));
    const found = all.find((one) => one.dataset.at === key) || all.find((one) => one.dataset.field === key);
    if (found) return found;
  }
  return null;
}
