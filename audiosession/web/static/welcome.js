// The first page: a name, a language, a voice; then there is a project.
import { ask, attempt, h, Refused, say, shownFault, state } from "./studio.js";

const place = document.getElementById("welcome");
const own = (tag) => {
  const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag);
  return name[0].toLocaleUpperCase(tag) + name.slice(1);
};
const usual = state.languages.find((one) => navigator.languages.some((tag) => tag.toLowerCase().startsWith(one.tag))) || state.languages[0];
let language = usual.tag;
let voice = "";

function opened() {
  return [
    h("p", {}, "Your project is open: ", h("strong", {}, state.project.name), "."),
    h("p", {}, h("a", { class: "button main", href: "/library" }, "To the library")),
  ];
}

function standing() {
  if (!state.projects.length) return null;
  const open = async (name) => {
    const told = await attempt(() => ask("POST", "/api/welcome/open", { name }));
    if (told) location.assign(told.next);
  };
  return h("section", { class: "standing" }, h("h2", {}, "Go on with"),
    h("ul", { class: "plain" }, state.projects.map((one) => h("li", {},
      h("button", { type: "button", class: "main", onclick: () => open(one.name) }, one.name),
      h("span", { class: "soft" }, ` ${amount(one.classes, "class", "classes")}, ${amount(one.exercises, "exercise", "exercises")}`)))),
    h("h2", {}, "Or begin another one"));
}

function amount(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

const name = h("input", { type: "text", id: "name", maxlength: 60, required: true, autocomplete: "off", "aria-describedby": "name-hint name-fault" });
const tags = h("select", { id: "language", "aria-describedby": "language-fault", onchange: () => { language = tags.value; voice = ""; drawVoices(); } },
  state.languages.map((one) => h("option", { value: one.tag, lang: one.tag }, own(one.tag))));
tags.value = language;
const voices = h("fieldset", { class: "plain voices", "aria-describedby": "voice-fault" });
const faults = Object.fromEntries(["name", "language", "voice"].map((field) => [field, h("div", { id: `${field}-fault`, role: "alert" })]));
const begin = h("button", { class: "main" }, "Begin");

function choice(spec, title, engine) {
  const radio = h("input", { type: "radio", name: "voice", value: spec, checked: spec === voice, onchange: () => { voice = spec; } });
  const hear = h("button", { type: "button", class: "round", "aria-label": `Hear ${title}` }, "▶");
  hear.addEventListener("click", async () => {
    const { sample, shows } = await import("./sample.js");
    shows(hear, spec);
    hear.setAttribute("aria-busy", "true");
    await attempt(() => sample(spec, { language }));
    hear.removeAttribute("aria-busy");
  });
  return h("div", { class: "voice" }, hear,
    h("label", {}, radio, h("span", {}, h("strong", {}, title),
      h("small", {}, [engine.privacy, engine.cost.split(" (")[0]].filter(Boolean).join("; ")))));
}

function drawVoices() {
  const found = state.languages.find((one) => one.tag === language).voices;
  const seen = new Set();
  const first = found.filter((one) => !seen.has(one.engine) && seen.add(one.engine)); // the others are under Voices
  voice = voice || first[0]?.voice || "auto";
  voices.replaceChildren(h("legend", { class: "label-text" }, "Voice"),
    ...first.map((one) => choice(one.voice, one.title, state.engines[one.engine])));
  if (!first.length) voices.append(h("p", { class: "soft" }, "No voice on this machine speaks it. One can be added later, under Voices."));
}

async function make(event) {
  event.preventDefault();
  Object.values(faults).forEach((one) => one.replaceChildren());
  name.removeAttribute("aria-invalid");
  begin.disabled = true;
  try {
    const told = await ask("POST", "/api/welcome", { name: name.value, language, voice });
    location.assign(told.next);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { path, ...fault } = error.fault;
    const at = faults[path];
    if (at) at.replaceChildren(shownFault(fault));
    else say(fault.message, { hint: fault.hint, isFault: true });
    if (path === "name") name.setAttribute("aria-invalid", "true");
    ({ name, language: tags, voice: voices.querySelector("input") })[path]?.focus();
  } finally {
    begin.disabled = false;
  }
}

function example() {
  if (!state.example) return null;
  const { name: class_, title, description } = state.example;
  const button = h("button", { type: "button" }, `▶ Hear “${title}”`);
  button.addEventListener("click", async () => {
    const { play, playing, stop } = await import("./player.js");
    const { shows } = await import("./sample.js");
    shows(button, class_);
    if (playing() === class_) return stop();
    const query = new URLSearchParams({ from: 0, ...(voice ? { voice } : {}) });
    return attempt(() => play(`/api/classes/${encodeURIComponent(class_)}/sound?${query}`, class_));
  });
  return h("section", {}, h("h2", {}, "How it sounds"), description ? h("p", { class: "soft" }, description) : null, h("p", {}, button));
}

function drawForm() {
  return h("form", { onsubmit: make, novalidate: true },
    h("div", { class: "field" }, h("label", { for: "name" }, "What is your project called?"), name,
      h("span", { class: "hint", id: "name-hint" }, "Such as the name of your studio. It becomes the name of a folder and of your show."), faults.name),
    h("div", { class: "field" }, h("label", { for: "language" }, "Language"), tags, faults.language),
    voices, faults.voice,
    h("p", {}, begin));
}

if (state.project.own) place.append(...opened());
else {
  drawVoices();
  place.append(...[standing(), drawForm(), example()].filter(Boolean));
  name.focus();
}
