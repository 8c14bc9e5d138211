// The library: exercises and classes as cards, found by what they are while one types.
import { ask, attempt, h, keys, on, onStep, say, showJournal, shownFault, state, sure } from "./studio.js";

const list = document.getElementById("cards");
const count = document.getElementById("count");
const search = document.getElementById("search");
let cards = [];
let own = new URLSearchParams(location.search);
let stopped = () => {};

const LEVELS = ["beginner", "intermediate", "advanced"];
const MINUTES = [["", "Any length"], ["0-5", "Up to 5 min"], ["5-15", "5 to 15 min"], ["15-30", "15 to 30 min"], ["30-999", "Over 30 min"]];
const languageName = new Intl.DisplayNames(["en"], { type: "language" });

/** Return a text as it is searched: no accents, no case. */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
}

export function address(card) {
  return `/${card.kind}/${encodeURIComponent(card.name)}`;
}

function minutes(card) {
  if (card.lasts_ms === null) return "";
  const found = card.lasts_ms / 60000;
  return found < 1 ? "under 1 min" : `${Math.round(found)} min`;
}

// Cards

function facts(card) {
  const many = card.exercises.length;
  const what = card.kind === "class" ? `Class of ${many} exercise${many === 1 ? "" : "s"}` : "Exercise";
  return [what, card.kind === "exercise" ? card.positions[0] : "", card.level].filter(Boolean).join(" · ");
}

function drawn(card) {
  const length = h("span", { class: "num lasts" }, minutes(card));
  const more = h("button", { type: "button", class: "small quiet more", tabindex: -1, "aria-label": `More for ${card.title}`, onclick: () => showMore(card) }, "More");
  const hear = h("button", { type: "button", class: "round small-round hear", tabindex: -1, "aria-label": `Hear ${card.title}`, onclick: () => listen(card, hear) }, "▶");
  const box = h("li", { class: "card definition", data: { name: card.name, kind: card.kind } },
    h("h2", { class: "row top-row" }, h("a", { href: address(card), tabindex: -1 }, card.title), h("span", { class: "grow" }), length),
    h("p", { class: "soft" }, facts(card)),
    card.focus.length ? h("p", { class: "soft" }, `for ${card.focus.slice(0, 4).join(", ")}`) : null,
    card.trouble ? shownFault(card.trouble) : null,
    card.description ? h("p", { class: "about" }, card.description) : null,
    h("div", { class: "row foot" },
      h("span", { class: "soft" }, card.languages.map((tag) => h("abbr", { title: languageName.of(tag) }, tag)).flatMap((one, at) => at ? [" ", one] : [one])),
      card.own ? null : h("span", { class: "soft" }, "· starter"),
      h("span", { class: "grow" }), hear, more));
  return Object.assign(card, { box, length, words: plain([card.title, card.name, card.level, card.description, ...card.positions, ...card.focus, ...card.exercises, card.kind].join(" ")) });
}

function take(rows) {
  const at = held();
  cards = rows.map(drawn);
  list.replaceChildren(...cards.map((card) => card.box));
  sift();
  if (at) cards.find((card) => card.name === at)?.box.querySelector("a").focus();
  findLengths();
}

function held() {
  return document.activeElement?.closest(".definition")?.dataset.name;
}

// What is shown

function chosen(name) {
  return own.get(name) || "";
}

function fits(card, wanted) {
  const [least, most] = (chosen("minutes") || "0-999").split("-").map(Number);
  const found = card.lasts_ms === null ? null : card.lasts_ms / 60000;
  return wanted.every((word) => card.words.includes(word)) &&
    (!chosen("kind") || card.kind === chosen("kind")) &&
    (!chosen("position") || card.positions.includes(chosen("position"))) &&
    (!chosen("level") || card.level === chosen("level")) &&
    (!chosen("language") || card.languages.includes(chosen("language"))) &&
    (!chosen("from") || card.own === (chosen("from") === "own")) &&
    (!chosen("minutes") || (found !== null && found >= least && found <= most));
}

function sift() {
  const wanted = plain(search.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const card of cards) {
    card.box.hidden = !fits(card, wanted);
    shown += !card.box.hidden;
  }
  const some = wanted.length || [...own.keys()].some((name) => name !== "q" && own.get(name));
  count.textContent = shown === cards.length ? `${shown} exercises and classes` : `${shown} of ${cards.length}`;
  document.getElementById("nothing")?.remove();
  if (!shown) list.after(h("p", { id: "nothing" }, some ? "Nothing here is like that. " : "Nothing is written yet. ",
    h("button", { type: "button", onclick: some ? showAll : () => ways("newExercise") }, some ? "Show all" : "New exercise")));
  reachable(visible().find((card) => card.box.contains(document.activeElement)) || visible()[0]);
}

function keep(name, value) {
  if (value) own.set(name, value);
  else own.delete(name);
  history.replaceState(null, "", own.size ? `?${own}` : location.pathname);
  sift();
}

function showAll() {
  own = new URLSearchParams();
  search.value = "";
  document.querySelectorAll("#find select").forEach((one) => { one.value = ""; });
  keep("q", "");
  search.focus();
}

function filter(name, label, rows) {
  const select = h("select", { "aria-label": label, onchange: () => keep(name, select.value) }, rows.map(([value, word]) => h("option", { value }, word)));
  select.value = chosen(name);
  return select;
}

function drawFilters(rows) {
  const positions = [...new Set(rows.flatMap((card) => card.positions))].sort();
  const tags = [...new Set(rows.flatMap((card) => card.languages))].sort();
  document.getElementById("find").append(h("div", { class: "row filters" },
    filter("kind", "Kind", [["", "All kinds"], ["class", "Classes"], ["exercise", "Exercises"]]),
    filter("position", "Position", [["", "Any position"], ...positions.map((one) => [one, one])]),
    filter("level", "Level", [["", "Any level"], ...LEVELS.map((one) => [one, one])]),
    filter("minutes", "Length", MINUTES),
    filter("language", "Language", [["", "Any language"], ...tags.map((one) => [one, languageName.of(one)])]),
    filter("from", "Whose", [["", "Yours and starter"], ["own", "Yours"], ["starter", "Starter"]])));
}

/** Find out about how long each one lasts where nobody knows yet, a few at a time, what is in sight first. */
async function findLengths() {
  stopped();
  const halt = new AbortController();
  stopped = () => halt.abort();
  const unknown = () => cards.filter((card) => card.lasts_ms === null && !card.trouble && !card.asked);
  try {
    for (let rows = unknown(); rows.length; rows = unknown()) {
      const next = [...rows.filter((card) => !card.box.hidden), ...rows.filter((card) => card.box.hidden)].slice(0, 4);
      next.forEach((card) => { card.asked = true; });
      const names = next.map((card) => encodeURIComponent(card.name)).join(",");
      const told = await ask("GET", `/api/library/lengths?names=${names}`, undefined, halt.signal);
      for (const card of next) {
        card.lasts_ms = told.lengths[card.name] ?? null;
        card.length.textContent = minutes(card);
        const fault = told.troubles[card.name];
        if (fault) card.box.querySelector(".foot").before(shownFault(fault));
      }
    }
    if (chosen("minutes")) sift();
  } catch (error) {
    if (error.name !== "AbortError" && error.status === undefined) throw error;
  }
}

// Keys: one card is reached by Tab; arrows go on from it

function visible() {
  return cards.filter((card) => !card.box.hidden);
}

function reachable(card) {
  for (const one of list.querySelectorAll("[tabindex='0']")) one.tabIndex = -1;
  card?.box.querySelectorAll("a, button").forEach((one) => { one.tabIndex = 0; });
}

list.addEventListener("focusin", (event) => {
  const box = event.target.closest(".definition");
  if (box) reachable(cards.find((card) => card.box === box));
});

function step(event) {
  const shown = visible();
  const at = shown.findIndex((card) => card.box.contains(document.activeElement));
  const tops = shown.map((card) => card.box.offsetTop);
  const across = Math.max(1, tops.filter((top) => top === tops[0]).length);
  const far = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across, Home: -shown.length, End: shown.length }[event.key];
  if (far < 0 && at + far < 0 && event.key === "ArrowUp") return search.focus();
  const to = at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + far));
  return shown[to]?.box.querySelector("a").focus();
}

search.value = chosen("q");
search.addEventListener("input", () => keep("q", search.value.trim()));
document.getElementById("find").addEventListener("submit", (event) => {
  event.preventDefault();
  const first = visible()[0];
  if (first) location.assign(address(first));
});
search.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") {
    event.preventDefault();
    visible()[0]?.box.querySelector("a").focus();
  } else if (event.key === "Escape" && search.value) {
    event.preventDefault();
    search.value = "";
    keep("q", "");
  }
});
document.addEventListener("keydown", (event) => {
  const free = event.target === document.body || list.contains(event.target) || event.target.id === "main";
  if (!free || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key.length === 1 && /[\p{L}\p{N}]/u.test(event.key)) search.focus();
});

// What can be done with one

async function listen(card, button = card.box.querySelector(".hear")) {
  const { play, playing, stop } = await import("./player.js");
  const { shows } = await import("./sample.js");
  shows(button, card.name);
  if (playing() === card.name) return stop();
  return attempt(() => play(`/api/classes/${encodeURIComponent(card.name)}/sound?from=0`, card.name));
}

async function ways(name, ...given) {
  const dialogs = await import("./library-new.js");
  return dialogs[name](...given);
}

function showMore(card) {
  return ways("showMore", card, { listen: () => listen(card), remove: () => remove(card) });
}

async function remove(card) {
  if (!await sure(`Remove ${card.title}?`, "Its file is taken out of the project. Undo brings it back.", "Remove it")) return;
  const told = await attempt(() => ask("DELETE", `/api/texts/${card.kind}/${encodeURIComponent(card.name)}`));
  if (!told) return;
  if (told.journal) showJournal(told.journal);
  say(`${card.title} is removed`, { action: { label: "Undo", run: () => document.getElementById("undo").click() } });
  refresh();
}

async function refresh() {
  const told = await attempt(() => ask("GET", "/api/library"));
  if (told) take(told.cards);
}

let soon = 0;
on("changed", ({ files }) => {
  if (!files.some((file) => /exercises|classes|show\.toml/.test(file))) return;
  clearTimeout(soon);
  soon = setTimeout(refresh, 300);
});
on("again", refresh);
onStep(refresh);
addEventListener("pagehide", () => stopped());
document.getElementById("wish").addEventListener("click", () => ways("wish"));
document.getElementById("new-class").addEventListener("click", () => ways("newClass"));
document.getElementById("new-exercise").addEventListener("click", () => ways("newExercise", cards));
keys([
  ["/", "Search", () => search.focus()],
  ["ArrowRight", "Next card", step], ["ArrowLeft", "Card before", step],
  ["ArrowDown", "Card below", step], ["ArrowUp", "Card above", step], ["Home", "First card", step], ["End", "Last card", step],
]);
drawFilters(state.cards);
take(state.cards);
