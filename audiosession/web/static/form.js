// A form made from the model of a kind of file: each key has a control of its kind, and says what the model says of it.
import { controlOf, kindOf, plain, worded } from "./fields.js";
import { h } from "./studio.js";

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
  const isList = (n) => typeof at[n + 1] === "number";
  const owner = at.slice(0, -1).reduce((here, key, n) => (here[key] ??= isList(n) ? [] : {}), whole);
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

/**
 * Return a form in `box`. `schema` is the model as JSON Schema, `parts` tell which keys stand together, `offers` are
 * names that may be written at a key. `edit(changes)` makes changes at once and returns the values then, `hear(text,
 * phase, button)` plays a line, `explain(name, text, at)` tells what the key that is focused does.
 */
export function openForm(box, { schema, parts, offers = {}, edit, hear, explain }) {
  const form = { schema, parts, offers, edit, hear, box, values: {}, base: [], fits: new Map(), faults: [] };
  form.opened = new Set(); // what is unfolded
  form.drafts = new Set(); // keys that are shown though nothing is written there
  form.drawn = new Map();
  form.node = (node) => nodeOf(form, node);
  form.value = (at) => writtenAt(form.values, at);
  form.field = (at, node, isNeeded) => field(form, at, node, isNeeded);
  form.change = (changes, focus) => change(form, [changes].flat(), focus);
  form.put = (at, value, focus) => put(form, at, value, focus);
  box.addEventListener("focusin", (event) => {
    const field = event.target.closest("[data-explained]");
    const at = JSON.parse(event.target.closest("[data-at]")?.dataset.at ?? field?.dataset.field ?? "[]");
    explain(field?.dataset.name ?? "", field?.dataset.explained ?? "", at);
  });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget)) explain("", "", []);
  });
  box.append(...Object.entries(offers).map(([key, names]) =>
    h("datalist", { id: `offers-${key}` }, names.map((one) => h("option", { value: one })))));
  return {
    show: (values, base = form.base) => show(form, values, base),
    keep: (values) => { form.values = values; keepDrawn(form); },
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

/** Make changes; `focus` leads to what is drawn anew and focused, null where the form shows them already. */
function change(form, changes, focus = null) {
  form.values = form.edit(changes);
  if (focus) show(form, form.values, form.base, focus);
  else keepDrawn(form);
}

/** Take what is drawn for what the values say. */
function keepDrawn(form) {
  for (const [key, one] of form.drawn) one.text = textOf(form, key);
}

/** Put a value where `at` leads; undefined takes out what is there. */
function put(form, at, value, focus = null) {
  if (told(writtenAt(form.values, at) ?? null) === told(value ?? null)) return;
  const above = at.slice(0, -1);
  const table = valueAt(form.values, above);
  if (["string", "number"].includes(typeof table)) {
    const isWords = typeof table === "string" && at.at(-1) === "say";
    change(form, [{ at: above, value: isWords ? value : { ...spread(table), [at.at(-1)]: value } }], focus);
  } else change(form, [value === undefined ? { at, remove: true } : { at, value }], focus);
}

function textOf(form, key) {
  return JSON.stringify([valueAt(form.values, [...form.base, key]), form.drafts.has(key)]);
}

/** Show `values`, drawing anew what says something else than before; what a person writes in stays as it is. */
function show(form, values, base, focus = null) {
  const active = form.box.contains(document.activeElement) ? document.activeElement : null;
  const was = active && { ...active.dataset, text: active.value, spot: active.selectionStart };
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
    if (!again || !was.dirty) return;
    Object.assign(again, { value: was.text, selectionStart: was.spot, selectionEnd: was.spot });
    again.dispatchEvent(new Event("input")); // it is not saved yet
  }
}

function focusOn(form, at) {
  const all = [...form.box.querySelectorAll("[data-at]")];
  const within = told(at).slice(0, -1);
  const found = all.find((one) => one.dataset.at === told(at)) || all.find((one) => one.dataset.at.startsWith(within));
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
  return h("p", { class: "row missing", data: { part: title }, hidden: !keys.length }, keys.map((key) => {
    const does = { title: plain(properties[key].description), onclick: () => begin(form, key) };
    return h("button", { type: "button", class: "quiet small", ...does }, `+ ${worded(key)}`);
  }));
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
  const { properties, required = [] } = rootOf(form);
  return field(form, [...form.base, key], nodeOf(form, properties[key]), required.includes(key));
}

/** Return the control of the key that `at` leads to, with its name and what the model says of it. */
function field(form, at, node, isNeeded = false) {
  const value = writtenAt(form.values, at);
  const kind = kindOf(form, node);
  const made = controlOf(form, at, node, value, isNeeded);
  const name = worded(at.at(-1));
  const text = plain(node.description);
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
    const hint = fault.hint ? h("span", { class: "hint" }, ` ${fault.hint}`) : null;
    const text = h("p", { class: "find fault-here", role: "alert" }, fault.message, hint);
    if (spot.matches("input, select, textarea")) spot.setAttribute("aria-invalid", "true");
    (spot.closest(".phase-head") || spot.closest(".line-row, .field") || spot).append(text);
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
