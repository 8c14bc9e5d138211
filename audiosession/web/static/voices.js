// Voices: each to be heard and chosen, with what it costs and who hears the text; one of Piper to be added.
import { ask, attempt, h, on, onStep, Refused, say, showJournal, shownFault, state } from "./studio.js";
import { openLexicon } from "./said-words.js";

let told = state;
const engines = document.getElementById("engines");
const languageName = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
const PIPER = "https://huggingface.co/rhasspy/piper-voices";

/** The name of a language; a tag that browsers do not know is itself. */
function called(tag) {
  try {
    return languageName.of(tag);
  } catch {
    return tag;
  }
}

/** Have a button speak with the voice that `spec()` names. */
export function hearing(label, spec, text = () => "") {
  const button = h("button", { type: "button", class: label ? "" : "round", "aria-label": label ? null : "Hear it" }, label ? `▶ ${label}` : "▶");
  button.addEventListener("click", async () => {
    const { sample, shows } = await import("./sample.js");
    const who = `${spec()} ${label} ${text()}`;
    shows(button, who);
    button.setAttribute("aria-busy", "true");
    await attempt(() => sample(spec(), { text: text(), language: told.language, who }));
    button.removeAttribute("aria-busy");
  });
  return button;
}

/** Write a default of the project, or take it out where `value` is null. */
async function keep(key, value) {
  const at = ["defaults", key];
  const change = value === null ? { at, remove: true } : { at, value };
  const written = await attempt(async () => {
    const { version } = await ask("GET", "/api/texts/show/show");
    return ask("PATCH", "/api/texts/show/show", { changes: [change], version });
  });
  if (!written) return;
  if (written.journal) showJournal(written.journal);
  await look();
  say(key === "voice" ? `${value} speaks your classes from now on` : "Classes are spoken at that tempo from now on");
}

// What the project has

function drawUsual() {
  const { voice, words_per_minute: wanted } = told.usual;
  const engine = told.engines.find((one) => one.name === voice.split(":")[0]);
  const tempo = h("input", { type: "number", id: "tempo", min: 80, max: 220, inputmode: "numeric", value: wanted ?? "",
    placeholder: engine?.words_per_minute ?? "", onchange: () => keep("words_per_minute", tempo.value ? Number(tempo.value) : null) });
  document.getElementById("usual").replaceChildren(h("h2", { id: "usual-head", class: "label" }, "In this project"),
    h("div", { class: "row" }, hearing("", () => voice, line),
      h("p", { class: "grow" }, h("strong", {}, voice === "auto" ? "auto" : voice), " speaks your classes",
        h("small", {}, voice === "auto" ? "the best that speaks the language and is on this machine; else Google's, else the embedded one" : engine?.privacy || "")),
      h("label", { for: "tempo" }, "Words a minute"), tempo,
      voice === "auto" ? null : h("button", { type: "button", class: "quiet", onclick: () => keep("voice", "auto") }, "Let the program choose")));
}

// All there are

const words = h("input", { type: "text", id: "line", maxlength: 400, placeholder: state.line });
const line = () => words.value.trim();
const other = h("input", { type: "text", id: "other", maxlength: 200, placeholder: "engine:voice", spellcheck: false });

function drawTrying() {
  const tags = [...new Set([...told.languages, told.language, ...told.engines.flatMap((one) => one.languages.map((tag) => tag.split("-")[0]))])];
  const named = tags.map((tag) => [tag, called(tag)]).sort((one, two) => one[1].localeCompare(two[1]));
  const select = h("select", { id: "spoken", onchange: () => look(select.value) }, named.map(([tag, name]) => h("option", { value: tag }, name)));
  select.value = told.language;
  document.getElementById("trying").replaceChildren(
    h("div", { class: "field" }, h("label", { for: "spoken" }, "Language"), select),
    h("div", { class: "field grow" }, h("label", { for: "line" }, "What they say"), words));
}

function tempoOf(engine) {
  const wanted = engine.words_per_minute ? `is to speak ${engine.words_per_minute} words a minute` : "";
  const heard = engine.heard.map((one) => `${one.voice} was heard at ${one.words_per_minute}`).join(", ");
  return [wanted, heard].filter(Boolean).join("; ");
}

function card(engine) {
  const ready = told.ready.filter((one) => one.engine === engine.name);
  const select = ready.length > 1 ? h("select", { "aria-label": `Voice of ${engine.name}` }, ready.map((one) => h("option", { value: one.voice }, one.title))) : null;
  const spec = () => select ? select.value : ready[0].voice;
  const hear = ready.length ? hearing("", spec, line) : null;
  hear?.setAttribute("aria-label", `Hear ${engine.name}`);
  return h("li", { class: "card engine" }, h("h3", {}, engine.name), h("p", {}, engine.summary),
    h("dl", {}, h("dt", {}, "Who hears the text"), h("dd", {}, engine.privacy), h("dt", {}, "Cost"), h("dd", {}, engine.cost),
      tempoOf(engine) ? [h("dt", {}, "Tempo"), h("dd", { class: "num" }, tempoOf(engine))] : null,
      engine.languages.length ? [h("dt", {}, "Speaks"), h("dd", {}, spoken(engine.languages))] : null),
    engine.ready ? null : shownFault({ message: "Not ready yet", hint: engine.cure }),
    ready.length ? h("div", { class: "row foot" }, hear, select || h("span", {}, ready[0].title), h("span", { class: "grow" }),
      h("button", { type: "button", onclick: () => keep("voice", spec()), "aria-label": `Use ${engine.name} in this project` }, "Use"))
      : engine.ready ? h("p", { class: "soft" }, engine.languages.length ? `None of its voices speaks ${called(told.language)}.` : `Name it as ${engine.spec}.`) : null);
}

function spoken(tags) {
  const names = [...new Set(tags.map((tag) => called(tag.split("-")[0])))].sort();
  if (names.length <= 6) return names.join(", ");
  return h("details", {}, h("summary", {}, `${names.length} languages`), names.join(", "));
}

function drawEngines() {
  const some = told.engines.map((one) => ({ ...one, at: told.ready.findIndex((voice) => voice.engine === one.name) }));
  const rank = (one) => one.at < 0 ? (one.ready ? 1e4 : 1e5) : one.at;
  engines.replaceChildren(...some.sort((one, two) => rank(one) - rank(two)).map(card),
    h("li", { class: "card engine" }, h("h3", {}, "By its name"), h("p", {}, "A voice that stands in no list: a model of your own, a program, a server."),
      h("div", { class: "field" }, h("label", { for: "other" }, "Voice"), other),
      h("div", { class: "row foot" }, hearing("", () => other.value.trim(), line), h("span", { class: "grow" }),
        h("button", { type: "button", onclick: () => other.value.trim() && keep("voice", other.value.trim()) }, "Use"))));
}

async function look(language = told.language) {
  const found = await attempt(() => ask("GET", `/api/voices?language=${encodeURIComponent(language)}`));
  if (!found) return;
  told = found;
  words.placeholder = told.line;
  draw();
}

function draw() {
  drawUsual();
  drawTrying();
  drawEngines();
  drawGood();
}

// One more

const adding = document.getElementById("add");
const name = h("input", { type: "text", id: "piper", maxlength: 80, spellcheck: false, autocomplete: "off", placeholder: "de_DE-thorsten-medium", "aria-describedby": "piper-hint" });
const good = h("p", { class: "row" });
const fault = h("div", { role: "alert" });
const jobs = h("ul", { class: "plain", "aria-live": "polite" });

async function add(event) {
  event?.preventDefault();
  fault.replaceChildren();
  const wanted = name.value.trim().replace(/^piper:/, "");
  if (!wanted) return name.focus();
  try {
    show(await ask("POST", "/api/jobs", { kind: "voice", title: `Voice ${wanted}`, asked: { name: wanted } }));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fault.replaceChildren(shownFault(error.fault));
  }
  return undefined;
}

function drawGood() {
  const piper = told.good.filter((spec) => spec.startsWith("piper:") && !told.ready.some((one) => one.voice === spec));
  good.replaceChildren(...piper.length ? [h("span", { class: "soft" }, `Good ones for ${called(told.language)}:`),
    ...piper.map((spec) => h("button", { type: "button", class: "chip", onclick: () => { name.value = spec.slice(6); name.focus(); } }, spec.slice(6)))] : []);
}

const ENDS = { waiting: "waits its turn", running: "is being loaded", done: "is here", stopped: "was stopped", interrupted: "was interrupted", failed: "could not be had" };

function show(job) {
  if (job.kind !== "voice") return;
  const at = job.progress;
  const open = job.state === "waiting" || job.state === "running";
  const percent = at && at.total ? Math.floor(100 * at.done / at.total) : 0;
  const bar = h("progress", { "aria-label": `How far ${job.title} is`, max: 100 });
  if (at) bar.setAttribute("value", percent);
  const row = h("li", { data: { job: job.id } },
    h("div", { class: "row" }, h("span", { class: "grow num" }, `${job.title} ${ENDS[job.state]}${open && at ? `, ${percent} of 100` : ""}`),
      open ? h("button", { type: "button", class: "small", onclick: () => attempt(() => ask("POST", `/api/jobs/${job.id}/stop`)) }, "Stop") : null),
    open ? bar : null, job.error ? shownFault(job.error) : null);
  const old = jobs.querySelector(`[data-job="${job.id}"]`);
  if (old) old.replaceWith(row);
  else jobs.prepend(row);
}

adding.append(h("form", { onsubmit: add },
  h("p", { class: "soft" }, "It is downloaded from Hugging Face, some 60 MB; from then on it speaks on this machine alone. ",
    h("a", { href: PIPER, target: "_blank", rel: "noopener noreferrer" }, "All of them")),
  h("div", { class: "row" }, h("label", { for: "piper" }, "Name"), name, h("button", {}, "Download it")),
  h("span", { class: "hidden-text", id: "piper-hint" }, "Language, name and quality, such as de_DE-thorsten-medium")), good, fault, jobs);

draw();
(told.jobs || []).forEach(show);
openLexicon(document.getElementById("lexicon"), { hearing, voice: () => told.usual.voice, language: () => told.language, called });
on("job", (job) => {
  show(job);
  if (job.kind === "voice" && job.state === "done") look();
});
on("changed", ({ files }) => { if (files.some((file) => file.endsWith("show.toml"))) look(); });
onStep(() => look());
