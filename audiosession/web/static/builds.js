// What is built and being built: files are asked for, and each that there is can be heard and taken along.
import { ask, attempt, clock, field, h, keys, on, say, shownFault, size, state, sure } from "./studio.js";
import { stop } from "./player.js";
import { listen } from "./listening.js";
import { address, download, openJobs, refresh, told, update } from "./jobs.js";

const files = document.getElementById("files");
const BESIDE = { captions: "Captions", chapters: "Chapters", session: "Session" };
let built = state.built;

function file(one) {
  if (one.fault) return broken(one, one.fault);
  if (!one.whole) return broken(one, "The sound is not the one that was built.");
  const when = new Date(one.built_at * 1000).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  const facts = [one.name, clock(one.duration * 1000), size(one.bytes), one.pace, one.language, one.voice, when];
  const is = h("span", { class: "tag", hidden: true });
  const row = h("li", { class: "card file" },
    listen(one.name, address(one.name), one.title),
    h("div", { class: "grow" },
      h("h3", {}, h("a", { href: `/class/${encodeURIComponent(one.source)}` }, one.title), is),
      h("p", { class: "soft num" }, facts.filter(Boolean).join(" · ")),
      h("p", { class: "row" }, download(one.name, `Download ${one.format.toUpperCase()}`, `Download ${one.name}`),
        Object.entries(one.beside).map(([what, name]) => download(name, BESIDE[what] || what, `${BESIDE[what] || what} of ${one.name}`)),
        h("button", { type: "button", class: "small quiet", "aria-label": `Stems of ${one.name}`, onclick: () => stems(one) }, "Stems…"))));
  seen.observe(row);
  asking.set(row, () => changed(one, is));
  return row;
}

function broken(one, message) {
  return h("li", { class: "card file" }, h("div", { class: "grow" },
    h("h3", {}, one.source ? h("a", { href: `/class/${encodeURIComponent(one.source)}` }, one.title) : one.title),
    shownFault({ message, hint: "Build the class again." })));
}

// Whether a file is as it would be now takes a moment to find out: it is asked for those that are in sight.
const asking = new WeakMap();
const seen = new IntersectionObserver((entries) => entries.forEach((entry) => {
  if (!entry.isIntersecting) return;
  seen.unobserve(entry.target);
  asking.get(entry.target)();
}));

async function changed(one, is) {
  try {
    const answer = await ask("GET", `/api/built/${encodeURIComponent(one.name)}/changed`);
    is.textContent = answer.changed.length ? "changed since" : "as it is now";
    is.title = answer.changed.join("; ");
    is.hidden = false;
  } catch (error) {
    if (!error.fault) throw error; // a file that is gone by now is told by the next list
  }
}

async function stems(one) {
  const yes = await sure("Stems", "Voice, music and tones are written apart, as WAV files for an editor: some 17 MB a minute each.", "Write them");
  const wanted = one.pace ? { pace: one.pace } : {};
  if (yes) await attempt(() => ask("POST", "/api/jobs", { kind: "stems", title: `Stems of ${one.title}`, asked: { name: one.source, wanted } }));
}

function drawFiles() {
  files.replaceChildren(built.length ? h("ul", { class: "files" }, built.map(file))
    : h("p", { class: "soft" }, "Nothing is built yet. What you build stands here, to hear and to take along."));
}

function drawForm() {
  const form = document.getElementById("ask");
  const titles = new Map(state.targets.map((one) => [one.name, one.title]));
  const group = (kind, label) => {
    const rows = state.targets.filter((one) => one.kind === kind);
    return rows.length ? h("optgroup", { label }, rows.map((one) => h("option", { value: one.name }, one.title))) : null;
  };
  const name = h("select", { name: "name" }, group("class", "Classes"), group("exercise", "Exercises"));
  const kind = h("select", { name: "form" }, state.formats.map((one) => h("option", { value: one }, one.toUpperCase())));
  form.append(field("Class or exercise", name), field("Format", kind), h("button", { class: "main" }, "Build"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const title = kind.selectedIndex ? `${titles.get(name.value)} as ${kind.value.toUpperCase()}` : titles.get(name.value);
    const job = await attempt(() => ask("POST", "/api/jobs", { kind: "build", title, asked: { name: name.value, form: kind.value, wanted: {} } }));
    if (job) say(`${job.title} ${told(job)}`);
  });
}

async function drawBuilt() {
  const answer = await attempt(() => ask("GET", "/api/built"));
  if (!answer) return;
  built = answer.built;
  drawFiles();
}

drawForm();
openJobs(document.getElementById("jobs"), state.jobs);
drawFiles();
on("job", (job) => {
  update(job);
  if (job.state === "done" && job.kind === "build") drawBuilt();
});
on("again", async () => refresh((await ask("GET", "/api/jobs")).jobs));
on("changed", () => files.querySelectorAll(".file").forEach((row) => asking.has(row) && seen.observe(row)));
keys([["Space", "Stop what plays", stop]]);
