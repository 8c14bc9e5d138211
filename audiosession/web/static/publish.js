// The show and its episodes: what would change, publishing the classes that are chosen, the pages before it.
import { ask, attempt, clock, h, on, onStep, say, shownFault, size, state, sure } from "./studio.js";
import { drawWishes, wished, wishNothing } from "./episode.js";
import { openPages } from "./seen-pages.js";
import { showForm } from "./show.js";

const TRIAL = "http://127.0.0.1:8000";
const STATES = { new: "new", changed: "changed", same: "as before", scheduled: "scheduled", gone: "taken out", other: "of somebody else" };
const OF_ONE_FILE = "session"; // a built file that can't be read keeps no other from being published
const OPEN = ["waiting", "running"];
const box = (id) => document.getElementById(id);
const remembered = `publish:${state.project.name}`;
const place = { to: "", base_url: "", ...read() };
const chosen = new Set();
let told = state;
let rehearsed = null; // what would change, or what has changed; null once something else was chosen
let failed = null;
let job = state.jobs.findLast((one) => OPEN.includes(one.state)) || null;

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

function day(date) {
  return new Date(date).toLocaleDateString([], { dateStyle: "medium" });
}

function asked() {
  return { names: [...chosen], ...place, ...wished(chosen.size === 1) };
}

/** The classes that can be episodes: built as MP3, and whole. */
function classes() {
  return told.built.filter((one) => one.format === "mp3" && one.whole).map((one) => ({ ...one, name: one.name.replace(/\.mp3$/, "") }));
}

function episodeOf(name) {
  return told.episodes.find((one) => one.name === name);
}

/** Whether a class is an episode already, published or scheduled. */
function isOut(episode) {
  return episode?.state === "published" || episode?.state === "scheduled";
}

// Which classes: all that are built as MP3s, none taken for granted.
function drawChoice() {
  const rows = classes();
  for (const name of [...chosen]) if (!rows.some((one) => one.name === name)) chosen.delete(name);
  if (!rows.length) {
    box("choose").replaceChildren(h("p", { class: "soft" }, "Nothing is built yet as an MP3, which an episode is."), h("a", { class: "button main", href: "/builds" }, "Build a class"));
    return;
  }
  box("choose").replaceChildren(h("ul", { class: "files" }, rows.map(choice)));
}

function choice(one) {
  const episode = episodeOf(one.name);
  const out = isOut(episode);
  const is = out ? `${episode.state} ${episode.date ? day(episode.date) : ""}` : "not an episode yet";
  const tick = h("input", { type: "checkbox", name: one.name, checked: chosen.has(one.name), onchange: (event) => {
    if (event.target.checked) chosen.add(one.name); else chosen.delete(one.name);
    wishNothing();
    changed();
  } });
  return h("li", { class: "card file" },
    h("label", { class: "row grow ticked" }, tick, h("span", { class: "grow" }, episode?.title || one.title,
      h("small", { class: "num" }, ` ${one.name} · ${clock(one.duration * 1000)} · ${is}`))),
    out ? h("button", { type: "button", class: "small quiet", "aria-label": `Take ${one.title} out of the feed`, onclick: () => takeOut(one.name, one.title) }, "Take out") : null);
}

async function takeOut(name, title) {
  const yes = await sure("Take out", `${title} leaves the feed, and its page says so. Its files stay where they are.`, "Take it out");
  if (!yes) return;
  const done = await attempt(() => ask("POST", "/api/unpublish", { name, ...place }));
  if (!done) return;
  say(`${title} is out of the feed`);
  chosen.delete(name);
  refresh();
}

// Where to: a folder or a bucket, and its public address.
function drawPlace() {
  const input = (key, label, hint) => {
    const control = h("input", { name: key, value: place[key], placeholder: hint, onchange: (event) => goTo({ [key]: event.target.value.trim() }) });
    return h("label", { class: "field" }, h("span", { class: "label-text" }, label), control);
  };
  box("place").replaceChildren(
    input("to", "A folder, or s3://BUCKET/PREFIX", "the project’s output folder"),
    input("base_url", "Its public address, where it is not the show’s own", "https://…"),
    h("button", { type: "button", class: "small", onclick: () => { goTo({ base_url: TRIAL }); drawPlace(); } }, "This machine alone, for a trial"));
}

function goTo(change) {
  Object.assign(place, change);
  keep();
  refresh();
}

// What would change, and doing it.
function changed() {
  rehearsed = null;
  failed = null;
  draw();
}

function draw() {
  const [first] = chosen;
  const one = chosen.size === 1 ? classes().find((row) => row.name === first) : null;
  if (chosen.size) drawWishes(box("wishes"), one && { ...one, ...episodeOf(first) }, changed);
  else box("wishes").replaceChildren();
  const isReady = chosen.size > 0 && (!told.fault || told.fault.kind === OF_ONE_FILE);
  pages.enable(isReady);
  const act = (word, does, isMain) => h("button", { type: "button", class: isMain ? "main" : "", disabled: !isReady, onclick: does }, word);
  const isToCome = rehearsed && rehearsed.dry_run;
  box("change").replaceChildren(...(told.fault ? lacks(told.fault) : []), ...(failed ? [shownFault(failed)] : []), ...(rehearsed ? changes(rehearsed) : []));
  box("acts").replaceChildren(
    act("See what would change", () => rehearse(), !isToCome),
    isToCome ? act(chosen.size === 1 ? "Publish it" : `Publish these ${chosen.size}`, publish, true) : "",
    chosen.size || !classes().length ? "" : h("span", { class: "soft" }, "Choose the classes that are meant."));
}

/** What keeps the show from being published, each thing with the way to its field. */
function lacks(fault) {
  return (fault.faults || [fault]).map((one) => {
    const name = (one.at || [])[0] === "show" ? one.at[1] : /--base-url|public address/.test(`${one.message} ${one.hint}`) ? "base_url" : "";
    return shownFault(one, name && form.has(name) ? { label: "Fill it in", run: () => form.go(name) } : null);
  });
}

function changes(done) {
  const files = done.files.filter((one) => one.outcome === "put" || one.outcome === "replaced");
  const bytes = files.reduce((sum, one) => sum + (one.bytes || 0), 0);
  const told = `${files.length} of ${done.files.length} files ${done.dry_run ? "are" : "were"} new or changed, ${size(bytes)}; to ${done.target}`;
  return [
    h("table", {}, h("thead", {}, h("tr", {}, ["Episode", done.dry_run ? "Will be" : "Is", "Date", "Length"].map((word) => h("th", { scope: "col" }, word)))),
      h("tbody", {}, done.episodes.map((one) => h("tr", {}, h("td", {}, one.title || one.name), h("td", {}, STATES[one.state] || one.state),
        h("td", {}, day(one.date)), h("td", { class: "num" }, one.duration ? clock(one.duration * 1000) : ""))))),
    h("p", { class: "soft num" }, told),
    done.dry_run ? null : h("p", {}, "The feed: ", h("a", { href: done.feed }, done.feed)),
    ...done.notices.map((notice) => h("p", { class: "soft" }, notice)),
    ...done.warnings.map((warning) => shownFault({ message: warning })),
  ].filter(Boolean);
}

async function rehearse(takesFocus = true) {
  const done = await attempt(() => ask("POST", "/api/publish/rehearse", asked()));
  if (!done) return;
  rehearsed = done;
  failed = null;
  draw();
  if (takesFocus) box("acts").querySelector(".main")?.focus();
}

/** What was changed elsewhere: what would change is told anew where it was shown, and the focus stays where it was. */
async function changedElsewhere() {
  const isShown = rehearsed?.dry_run;
  const hadFocus = box("acts").contains(document.activeElement);
  await refresh();
  if (isShown) await rehearse(hadFocus);
}

async function publish() {
  const title = chosen.size === 1 ? `Publish ${classes().find((one) => chosen.has(one.name)).title}` : `Publish ${chosen.size} classes`;
  const made = await attempt(() => ask("POST", "/api/jobs", { kind: "publish", title, asked: asked() }));
  if (made) heard(made);
}

// How far it is: told where it stands, so that its stop keeps the focus.
function drawProgress() {
  const area = box("progress");
  if (!job || !OPEN.includes(job.state)) { area.replaceChildren(); return; }
  const { id } = job;
  if (area.dataset.job !== String(id) || !area.firstChild) {
    area.dataset.job = id;
    area.replaceChildren(h("div", { class: "card" }, h("p", { class: "num" }), h("progress", { max: 1, "aria-label": job.title }),
      h("button", { type: "button", class: "small", onclick: () => attempt(() => ask("POST", `/api/jobs/${id}/stop`)) }, "Stop")));
  }
  const at = job.progress;
  area.querySelector("p").textContent = `${job.title}: ${at ? `${size(at.done)} of ${size(at.total)} sent` : "is made ready"}`;
  const bar = area.querySelector("progress");
  if (at) Object.assign(bar, { max: Math.max(1, at.total), value: at.done });
}

function heard(now) {
  if (now.kind !== "publish" || (job && OPEN.includes(job.state) && now.id < job.id)) return;
  job = now;
  drawProgress();
  if (OPEN.includes(now.state)) return;
  if (now.state === "done") {
    say("Published", { hint: now.result.feed, action: { label: "Copy the address", run: () => navigator.clipboard?.writeText(now.result.feed) } });
    wishNothing();
    rehearsed = now.result;
  } else if (now.state === "failed") failed = now.error;
  else say("Publishing was stopped; what was out stays as it was.");
  refresh(false);
}

async function refresh(isNew = true) {
  const answer = await attempt(() => ask("GET", `/api/publish?${new URLSearchParams(place)}`));
  if (!answer) return;
  told = answer;
  if (isNew) rehearsed = null;
  if (!box("choose").contains(document.activeElement) || isNew) drawChoice();
  draw();
}

told.episodes.filter((one) => isOut(one) && one.built).forEach((one) => chosen.add(one.name));
const pages = openPages(box("pages"), asked);
const form = showForm(box("form"), state.fields, () => refresh());
drawChoice();
drawPlace();
draw();
drawProgress();
box("place").addEventListener("submit", (event) => event.preventDefault());
if (place.to || place.base_url) refresh();
on("job", heard);
on("changed", ({ files }) => { if (files.some((one) => /show\.toml|session\.json/.test(one))) { form.reload(); changedElsewhere(); } });
onStep(() => { form.reload(); changedElsewhere(); });
