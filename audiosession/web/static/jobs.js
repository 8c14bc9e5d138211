// The queue: what is being made and what came of it, each piece of work with its stop, its going on, its way out.
import { ask, attempt, clock, h, shownFault, size } from "./studio.js";
import { play } from "./player.js";
import { sounding } from "./listening.js";

const STAGES = {
  speaking: "speaking line", mixing: "mixing window", encoding: "making window", stems: "writing window",
  publishing: "sending", downloading: "loading", measuring: "listening", reading: "reading",
};
const ENDS = {
  waiting: "waits its turn", running: "is being made", done: "done", failed: "could not be made",
  stopped: "stopped; what is ready is kept", interrupted: "was interrupted when the studio closed; what is ready is kept",
};
const OF_A_CLASS = /^scripts\/(exercises|classes)\/([^/]+)\.toml$/;
const jobs = new Map();
let list = null;

/** Draw `known` jobs into the list `box`. */
export function openJobs(box, known) {
  list = box;
  refresh(known);
}

/** Take all jobs as they are now. */
export function refresh(known) {
  jobs.clear();
  known.forEach((job) => jobs.set(job.id, job));
  draw();
}

/** Take what is told of one job; draw it where it stands, so that a button under the pointer, or with the focus, stays. */
export function update(job) {
  const known = jobs.get(job.id);
  jobs.set(job.id, job);
  const shown = list.querySelector(`[data-job="${job.id}"]`);
  if (shown && known?.state === job.state && known.notes.length === job.notes.length) {
    shown.querySelector(".state").textContent = told(job);
    setBar(shown.querySelector("progress"), job.progress);
    return;
  }
  const held = shown?.contains(document.activeElement);
  draw();
  if (held) list.querySelector(`[data-job="${job.id}"] button`)?.focus();
}

/** Return how far a job is, in words. */
export function told(job) {
  const at = job.progress;
  if (job.state !== "running" || !at) return ENDS[job.state];
  const bytes = at.stage === "publishing" || at.stage === "downloading";
  const [done, total] = bytes ? [size(at.done), size(at.total)] : [at.done, at.total];
  return `${STAGES[at.stage] || at.stage} ${done} of ${total}`;
}

/** Set a bar to how far something is; one that nobody knows the end of runs. */
export function setBar(bar, at) {
  if (!bar || !at) return;
  bar.max = Math.max(1, at.total);
  bar.value = at.done;
}

function draw() {
  const rows = [...jobs.values()].reverse();
  list.replaceChildren(...rows.map(row));
  if (!rows.length) list.append(h("li", { class: "soft" }, "Nothing is being made. Choose a class above, or press Build where you write it."));
}

function row(job) {
  const open = job.state === "waiting" || job.state === "running";
  const bar = h("progress", { "aria-label": `How far ${job.title} is`, max: 1 });
  setBar(bar, job.progress);
  return h("li", { class: "card job", data: { job: job.id, state: job.state } },
    h("div", { class: "row" }, h("h3", {}, job.title), h("span", { class: "soft num state" }, told(job)), h("span", { class: "grow" }),
      open ? whileOpen(job) : whenOver(job)),
    job.state === "running" ? bar : null,
    job.notes.map((note) => h("p", { class: "soft" }, note)),
    outcome(job.result),
    (job.result?.files || []).length && job.kind === "stems" ? h("p", { class: "row" }, job.result.files.map((name) => download(name, name.split("/").pop()))) : null,
    job.error ? shownFault(job.error, wayOut(job.error)) : null);
}

function whileOpen(job) {
  const { name, wanted } = job.asked;
  const address = () => `/api/classes/${encodeURIComponent(name)}/sound?${new URLSearchParams({ ...wanted, from: 0 })}`;
  const hear = h("button", { type: "button", class: "small" });
  return [
    job.kind === "build" ? sounding(hear, `class:${name}`, "", () => play(address(), `class:${name}`), "Play meanwhile") : null,
    h("button", { type: "button", class: "small", "aria-label": `Stop ${job.title}`, onclick: () => attempt(() => ask("POST", `/api/jobs/${job.id}/stop`)) }, "Stop"),
  ];
}

function whenOver(job) {
  const again = { failed: "Try again", stopped: "Go on", interrupted: "Go on" }[job.state];
  return [
    again ? h("button", { type: "button", class: "small main", onclick: () => goOn(job) }, again) : null,
    h("button", { type: "button", class: "small quiet", "aria-label": `Take ${job.title} off the list`, onclick: () => forget(job) }, "Take off the list"),
  ];
}

async function goOn(job) {
  if (!await attempt(() => ask("POST", `/api/jobs/${job.id}/go-on`))) return;
  refresh((await ask("GET", "/api/jobs")).jobs);
  list.querySelector("button")?.focus();
}

async function forget(job) {
  const left = await attempt(() => ask("DELETE", `/api/jobs/${job.id}`));
  if (!left) return;
  refresh(left.jobs);
  (list.querySelector("button") || document.getElementById("main")).focus();
}

/** Where a fault can be mended: the page of the exercise or class that it is in. */
function wayOut(fault) {
  const [, kind, name] = OF_A_CLASS.exec(fault.path || "") || [];
  if (!name) return null;
  const page = kind === "exercises" ? "exercise" : "class";
  return { label: "Open it", run: () => { location.href = `/${page}/${encodeURIComponent(name)}`; } };
}

/** What gave way in a build, in words: what was said shorter, left unsaid, changed for the length. */
function outcome(result) {
  if (!result || result.path === undefined) return null;
  const lines = [
    ...(result.changes || []),
    ...(result.remarks || []),
    ...(result.replaced || []).map((one) => `“${one.wanted}” is said as “${one.became}”`),
    ...(result.unsaid || []).map((one) => `left unsaid: “${one.wanted}”${one.remedy ? ` (${one.remedy})` : ""}`),
  ];
  const made = result.unchanged ? "nothing had changed" : `${result.windows.made} of ${result.windows.all} windows were made anew`;
  return h("div", {}, h("p", { class: "soft num" }, `${result.path}, ${clock(result.duration * 1000)}; ${made}`),
    lines.length ? h("details", {}, h("summary", {}, lines.length === 1 ? "One thing gave way" : `${lines.length} things gave way`),
      h("ul", {}, lines.map((line) => h("li", {}, line)))) : null);
}

/** Return where a built file is fetched. */
export function address(name) {
  return `/api/files/${name.split("/").map(encodeURIComponent).join("/")}`;
}

/** Return a link by which a built file is taken along. */
export function download(name, word, title = null) {
  return h("a", { class: "button small", href: `${address(name)}?download`, download: name.split("/").pop(), "aria-label": title }, word);
}
