// The show and its episodes: what would change, publishing the classes that are chosen, the pages before it.
import { ask, attempt, clock, h, on, onStep, say, shownFault, state, sure } from "./studio.js";
import { showForm } from "./show.js";

const TRIAL = "http://127.0.0.1:8000";
const STATES = { new: "new", changed: "changed", same: "as before", scheduled: "scheduled", gone: "taken out", other: "of somebody else" };
const box = (id) => document.getElementById(id);
const remembered = `publish:${state.project.name}`;
const place = { to: "", base_url: "", ...read() };
const chosen = new Set();
let told = state;

function read() {
  try {
    return JSON.parse(localStorage.getItem(remembered) || "{}");
  } catch {
    return {};
  }
}

function keep() {
  try {
    localStorage.setItem(remembered, JSON.stringify(place));
  } catch { /* a private window remembers nothing */ }
}

function size(bytes) {
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.round(bytes / 1000)} kB`;
}

function asked(more = {}) {
  return { names: [...chosen], ...place, ...more };
}

/** Whether a class is an episode already, published or scheduled. */
function isOut(episode) {
  return episode?.state === "published" || episode?.state === "scheduled";
}

// Which classes: all that are built as MP3s, none taken for granted.
function drawChoice() {
  const episodes = new Map(told.episodes.map((one) => [one.name, one]));
  const rows = told.built.filter((one) => one.format === "mp3" && one.whole);
  if (!rows.length) {
    box("choose").replaceChildren(h("p", { class: "soft" }, "Nothing is built yet. "), h("a", { class: "button main", href: "/builds" }, "Build a class"));
    return;
  }
  box("choose").replaceChildren(h("ul", { class: "files" }, rows.map((one) => {
    const name = one.name.replace(/\.mp3$/, "");
    const episode = episodes.get(name);
    const out = isOut(episode);
    const tick = h("input", { type: "checkbox", checked: chosen.has(name), onchange: (event) => {
      if (event.target.checked) chosen.add(name); else chosen.delete(name);
      drawChange(null);
    } });
    return h("li", { class: "card file" },
      h("label", { class: "row grow" }, tick, h("span", { class: "grow" }, one.title,
        h("small", {}, ` ${name} · ${clock(one.duration * 1000)} · ${out ? `${episode.state} ${episode.date || ""}` : "not an episode yet"}`))),
      out ? h("button", { type: "button", class: "small quiet", "aria-label": `Take ${one.title} out of the feed`, onclick: () => takeOut(name, one.title) }, "Take out") : null);
  })));
}

async function takeOut(name, title) {
  const yes = await sure("Take out", `${title} leaves the feed, and its page says so. Its files stay where they are.`, "Take it out");
  if (!yes) return;
  const done = await attempt(() => ask("POST", "/api/unpublish", { name, ...place }));
  if (done) {
    say(`${title} is out of the feed`);
    refresh();
  }
}

// Where to: a folder or a bucket, and its public address.
function drawPlace() {
  const input = (key, label, hint) => {
    const control = h("input", { name: key, value: place[key], placeholder: hint, onchange: (event) => {
      place[key] = event.target.value.trim();
      keep();
      refresh();
    } });
    return h("label", { class: "field" }, h("span", { class: "label-text" }, label), control);
  };
  box("place").replaceChildren(
    input("to", "A folder, or s3://BUCKET/PREFIX", "the project’s output folder"),
    input("base_url", "Its public address, where it is not the show’s own", "https://…"),
    h("button", { type: "button", class: "small", onclick: () => { place.base_url = TRIAL; keep(); drawPlace(); refresh(); } }, "This machine alone, for a trial"));
  box("place").addEventListener("submit", (event) => event.preventDefault());
}

// What would change, and doing it.
function drawChange(rehearsed) {
  const fault = told.fault;
  const parts = [];
  if (fault) parts.push(shownFault(fault), ...(fault.faults || []).slice(1).map((one) => shownFault(one)));
  if (rehearsed) parts.push(...changes(rehearsed));
  const none = !chosen.size;
  parts.push(h("p", { class: "row" },
    h("button", { type: "button", class: rehearsed ? "" : "main", disabled: none || fault, onclick: rehearse }, "See what would change"),
    rehearsed ? h("button", { type: "button", class: "main", onclick: publish }, chosen.size === 1 ? "Publish it" : `Publish these ${chosen.size}`) : null,
    none ? h("span", { class: "soft" }, "Choose the classes that are meant.") : null));
  const running = state.jobs.filter((job) => job.state === "running" || job.state === "waiting").pop();
  if (running) parts.push(progressOf(running));
  box("change").replaceChildren(...parts);
}

function changes(done) {
  const files = done.files.filter((one) => one.outcome === "put" || one.outcome === "replaced");
  const bytes = files.reduce((sum, one) => sum + (one.bytes || 0), 0);
  return [
    h("table", {}, h("thead", {}, h("tr", {}, ["Episode", "What becomes of it", "Date", "Length"].map((word) => h("th", { scope: "col" }, word)))),
      h("tbody", {}, done.episodes.map((one) => h("tr", {}, h("td", {}, one.title || one.name), h("td", {}, STATES[one.state] || one.state),
        h("td", {}, new Date(one.date).toLocaleDateString([], { dateStyle: "medium" })), h("td", { class: "num" }, one.duration ? clock(one.duration * 1000) : ""))))),
    h("p", { class: "soft num" }, `${files.length} of ${done.files.length} files are new or changed, ${size(bytes)}; to ${done.target}`),
    ...done.notices.map((notice) => h("p", { class: "soft" }, notice)),
    ...done.warnings.map((warning) => shownFault({ message: warning })),
  ];
}

async function rehearse() {
  const done = await attempt(() => ask("POST", "/api/publish/rehearse", asked()));
  if (done) drawChange(done);
}

async function publish() {
  const title = chosen.size === 1 ? `Publish ${[...chosen][0]}` : `Publish ${chosen.size} classes`;
  const job = await attempt(() => ask("POST", "/api/jobs", { kind: "publish", title, asked: asked() }));
  if (job) heard(job);
}

function progressOf(job) {
  const at = job.progress;
  const bar = h("progress", { max: at ? Math.max(1, at.total) : 1, "aria-label": job.title });
  if (at) bar.value = at.done;
  return h("div", { class: "card" }, h("p", {}, `${job.title}: ${at ? `${size(at.done)} of ${size(at.total)} sent` : "waits its turn"}`), bar,
    h("button", { type: "button", class: "small", onclick: () => attempt(() => ask("POST", `/api/jobs/${job.id}/stop`)) }, "Stop"));
}

function heard(job) {
  if (job.kind !== "publish") return;
  state.jobs = [...state.jobs.filter((one) => one.id !== job.id), job];
  if (job.state === "done") {
    say("Published", { hint: job.result.feed, action: { label: "Copy the address", run: () => navigator.clipboard?.writeText(job.result.feed) } });
    drawChange(job.result);
    refresh(false);
  } else if (job.state === "failed") {
    drawChange(null);
    box("change").prepend(shownFault(job.error));
  } else drawChange(null);
}

// The pages as they will be seen.
async function look() {
  const made = await attempt(() => ask("POST", "/api/publish/pages", asked()));
  if (!made) return;
  const frame = h("iframe", { title: "The page as it will be seen", src: made.pages.find((one) => /index[^/]*\.html$/.test(one)) || made.pages[0], class: "seen" });
  const widths = [["Phone", "24.4rem"], ["Desktop", "100%"]];
  box("pages").replaceChildren(drawLook(), h("p", { class: "row" },
    widths.map(([word, width]) => h("button", { type: "button", class: "chip", onclick: () => frame.style.setProperty("--width", width) }, word)),
    h("select", { "aria-label": "Page", onchange: (event) => { frame.src = event.target.value; } },
      [...made.pages].sort((a, b) => a.split("/").length - b.split("/").length).map((page) => h("option", { value: page }, page.replace("/site/", ""))))), frame);
}

function drawLook() {
  return h("p", { class: "row" }, h("button", { type: "button", onclick: () => (chosen.size ? look() : say("Choose the classes that are meant.")) }, "Look at the pages"));
}

async function refresh(redraw = true) {
  const query = new URLSearchParams(place);
  const answer = await attempt(() => ask("GET", `/api/publish?${query}`));
  if (!answer) return;
  told = answer;
  drawChoice();
  if (redraw) drawChange(null);
}

told.episodes.filter((one) => isOut(one) && one.built).forEach((one) => chosen.add(one.name));
drawChoice();
drawPlace();
drawChange(null);
box("pages").append(drawLook());
const form = showForm(box("form"), state.fields, () => refresh());
if (place.to || place.base_url) refresh();
on("job", heard);
on("changed", ({ files }) => { if (files.some((one) => /show\.toml|session\.json/.test(one))) { form.reload(); refresh(); } });
onStep(() => { form.reload(); refresh(); });
