// The plan: exercises in order, with how long, how often and how hard; moved, changed, left out and added to.
import { clock, dialog, field, h, keys } from "./studio.js";
import { edit, isClass, isEmpty, room, stops, tell, when } from "./classroom.js";
import { addExercise, fromWish } from "./adding.js";

let box = null;
let dragged = null;
let played = "";

/** The stop that is selected, by its key. */
let selected = "";

/** Draw the plan into `section`, and keep it as the class is. */
export function openPlan(section) {
  box = h("div", { class: "plan-box" });
  section.append(box);
  when("outline", draw);
  when("pick", ({ key }) => mark(key));
  draw();
  keys([
    ["ArrowUp", "The exercise before", () => step(-1)],
    ["ArrowDown", "The next exercise", () => step(1)],
    ["Alt+ArrowUp", "Move the exercise up", () => move(-1)],
    ["Alt+ArrowDown", "Move the exercise down", () => move(1)],
  ]);
}

/** Mark the stop that is heard now; null for none. */
export function markPlayed(stop) {
  const key = stop ? stop.key : "";
  if (key === played) return;
  played = key;
  box.querySelectorAll("li[data-key]").forEach((item) => item.classList.toggle("heard", item.dataset.key === key));
  box.querySelector("li.heard")?.scrollIntoView({ block: "nearest" });
}

function draw() {
  const rows = stops();
  if (!rows.some((stop) => stop.key === selected)) selected = (rows.find((stop) => stop.entry) || rows[0])?.key || "";
  const focused = document.activeElement?.closest?.(".plan li")?.dataset.key;
  const role = focused && document.activeElement.dataset.role;
  const list = h("ol", { class: "plan" }, rows.map(item));
  box.replaceChildren(...[list, rows.length ? null : empty(), isClass() ? adders() : null].filter(Boolean));
  if (focused) box.querySelector(`li[data-key="${CSS.escape(focused)}"] [data-role="${role || "pick"}"]`)?.focus();
}

function empty() {
  return h("p", { class: "soft" }, isEmpty()
    ? "Nothing is planned yet. Begin with an exercise."
    : "The plan stands here again once the findings are mended.");
}

function adders() {
  return h("p", { class: "row" },
    h("button", { type: "button", onclick: () => addExercise(selectedAt()) }, "Add exercise"),
    h("button", { type: "button", class: "quiet", onclick: fromWish }, "From a wish"));
}

function item(stop) {
  const { entry, key } = stop;
  const isOpen = key === selected;
  const drags = Boolean(entry) && entry.at !== null;
  return h("li", {
    data: { key },
    class: [isOpen ? "open" : "", key === played ? "heard" : "", entry?.left_out ? "gone" : ""].join(" ").trim() || null,
    draggable: drags ? "true" : null,
    ...(drags ? dragging(stop) : {}),
  },
    entry?.way ? h("p", { class: "way" }, `${entry.way.text} `, h("span", { class: "num" }, clock(entry.way.lasts))) : null,
    h("button", { type: "button", class: "pick", data: { role: "pick" }, "aria-current": isOpen ? "true" : null, onclick: () => pick(stop) },
      h("span", { class: "what" }, stop.title),
      stop.start === null ? null : lasting(stop),
      entry ? h("small", {}, facts(entry)) : null),
    isOpen && drags ? tools(entry) : null);
}

function lasting(stop) {
  const time = clock(stop.end - stop.start);
  if (!room.outline.guessed) return h("span", { class: "num soft" }, time);
  return h("span", { class: "num soft", title: "An estimate, until all lines are spoken" }, h("span", { class: "hidden-text" }, "about "), `≈ ${time}`);
}

function facts(entry) {
  if (entry.left_out) return "left out, so that the class is short enough";
  if (entry.position === undefined) return "there is no such exercise";
  return [
    entry.section.toLowerCase(),
    entry.reps === null ? "" : `${entry.reps} rep${entry.reps === 1 ? "" : "s"}`,
    entry.side ? `${entry.side} alone` : "",
    entry.position,
    entry.pace ? `at ${entry.pace}` : "",
    entry.held ? `held ${Math.ceil(entry.held / 1000)} s of ${entry.held_most / 1000}` : "",
    entry.optional ? "may be left out" : "",
  ].filter(Boolean).join(" · ");
}

/** What can be done with the selected exercise. */
function tools(entry) {
  const count = room.outline.entries.filter((one) => one.at !== null).length;
  const act = (role, label, words, run, disabled = false) =>
    h("button", { type: "button", class: "small", data: { role }, "aria-label": words, title: words, disabled, onclick: run }, label);
  return h("div", { class: "tools row" },
    entry.reps_range ? reps(entry, act) : null,
    act("up", "↑", `Move ${entry.title} up (Alt+↑)`, () => move(-1), entry.at === 0),
    act("down", "↓", `Move ${entry.title} down (Alt+↓)`, () => move(1), entry.at === count - 1),
    act("more", "More", `More about ${entry.title}`, () => more(entry)));
}

function reps(entry, act) {
  const { min, max } = entry.reps_range;
  const asked = entry.written_reps ?? entry.reps;
  const put = (value) => edit([{ at: ["exercise", entry.at, "reps"], value }]);
  return h("span", { class: "reps", role: "group", "aria-label": `Reps of ${entry.title}, ${min} to ${max}` },
    act("fewer", "−", "One rep fewer", () => put(asked - 1), asked <= min),
    h("span", { class: "num", "aria-live": "polite" }, String(asked)),
    act("rep", "+", "One rep more", () => put(asked + 1), asked >= max));
}

/** Everything that the class can say of an exercise in its place. */
function more(entry) {
  const at = ["exercise", entry.at];
  const put = (key, value) => edit([value === "" || value === false ? { at: [...at, key], remove: true } : { at: [...at, key], value }]);
  const choice = (key, value, options) => h("select", { onchange: (event) => put(key, event.target.value) },
    options.map(([name, words]) => h("option", { value: name, selected: name === (value || "") }, words)));
  const box = dialog(entry.title,
    field("Chapter", h("input", { value: entry.section, onchange: (event) => put("section", event.target.value.trim()) }), "What stands before its title: Warm-up, Work"),
    field("Pace here", h("input", { value: entry.pace || "", onchange: (event) => put("pace", event.target.value.trim()) }), "slow, steady, brisk or seconds a count; empty for that of the class"),
    entry.sides ? field("Side", choice("side", entry.side, [["", "both"], ["left", "left alone"], ["right", "right alone"]])) : null,
    h("label", { class: "row check" }, h("input", { type: "checkbox", checked: entry.optional, onchange: (event) => put("optional", event.target.checked) }), "May be left out where the class must be short"),
    h("p", { class: "row" },
      h("button", { type: "button", class: "main", onclick: () => box.close() }, "Done"),
      h("a", { class: "button", href: `/exercise/${encodeURIComponent(entry.use)}` }, "Open the exercise"),
      h("button", { type: "button", class: "quiet", onclick: () => { box.close(); remove(entry); } }, "Remove from the class")));
}

function remove(entry) {
  return edit([{ at: ["exercise", entry.at], remove: true }]);
}

function mark(key) {
  selected = key;
  draw();
}

/** Select a stop; the narration shows its lines. */
function pick(stop) {
  tell("pick", { ...stop, from: "plan" });
}

function step(by) {
  const rows = stops();
  const at = rows.findIndex((stop) => stop.key === selected) + by;
  if (!rows[at]) return;
  pick(rows[at]);
  box.querySelector(`li[data-key="${rows[at].key}"]`)?.scrollIntoView({ block: "nearest" });
}

function selectedAt() {
  const entry = stops().find((stop) => stop.key === selected)?.entry;
  return entry && entry.at !== null ? entry.at + 1 : room.outline.entries.filter((one) => one.at !== null).length;
}

async function move(by) {
  const entry = stops().find((stop) => stop.key === selected)?.entry;
  const count = room.outline.entries.filter((one) => one.at !== null).length;
  if (!entry || entry.at === null || entry.at + by < 0 || entry.at + by >= count) return;
  await moveTo(entry.at, entry.at + by);
}

async function moveTo(from, to) {
  if (from === to || !(await edit([{ at: ["exercise"], move: [from, to] }]))) return;
  const moved = stops().find((stop) => stop.entry?.at === to);
  if (!moved) return;
  const wasHere = box.contains(document.activeElement);
  pick(moved);
  if (wasHere) box.querySelector("li.open .pick").focus();
}

/** Dragging with a mouse; with the keyboard and on a phone there are the arrows. */
function dragging(stop) {
  return {
    ondragstart: (event) => { dragged = stop.entry.at; event.dataTransfer.effectAllowed = "move"; },
    ondragend: () => { dragged = null; },
    ondragover: (event) => { if (dragged !== null) { event.preventDefault(); event.currentTarget.classList.add("over"); } },
    ondragleave: (event) => event.currentTarget.classList.remove("over"),
    ondrop: (event) => {
      event.preventDefault();
      event.currentTarget.classList.remove("over");
      if (dragged !== null) moveTo(dragged, stop.entry.at);
    },
  };
}
