// What is built and being built: a queue with its progress, and every file to hear or to take along.
import { ask, attempt, clock, h, keys, on, say, shownFault, state, sure } from "./studio.js";
import { follow, play, playing, stop } from "./player.js";

const list = document.getElementById("jobs");
const files = document.getElementById("files");
const jobs = new Map(state.jobs.map((job) => [job.id, job]));
let built = state.built;
const STAGES = {
  speaking: "speaking line", mixing: "mixing window", encoding: "making window", stems: "writing window",
  publishing: "sending", downloading: "loading", measuring: "listening", reading: "reading",
};
const ENDS = {
  waiting: "waits its turn", running: "is being made", done: "done", failed: "could not be made",
  stopped: "stopped", interrupted: "was interrupted when the studio closed",
};

function size(bytes) {
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1000))} kB`;
}

function told(job) {
  const at = job.progress;
  if (job.state !== "running" || !at) return ENDS[job.state];
  const bytes = at.stage === "publishing" || at.stage === "downloading";
  const [done, total] = bytes ? [size(at.done), size(at.total)] : [at.done, at.total];
  return `${STAGES[at.stage] || at.stage} ${done} of ${total}`;
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
  return h("div", {}, h("p", { class: "soft" }, `${result.path}, ${clock(result.duration * 1000)}; ${made}`),
    lines.length ? h("details", {}, h("summary", {}, lines.length === 1 ? "One thing gave way" : `${lines.length} things gave way`),
      h("ul", {}, lines.map((line) => h("li", {}, line)))) : null);
}

function post(path, method = "POST") {
  return attempt(() => ask(method, path));
}

async function goOn(job) {
  if (!await post(`/api/jobs/${job.id}/go-on`)) return;
  jobs.delete(job.id);
  refresh(await ask("GET", "/api/jobs"));
}

function row(job) {
  const at = job.progress;
  const open = job.state === "waiting" || job.state === "running";
  const again = { failed: "Try again", stopped: "Go on", interrupted: "Go on" }[job.state];
  const bar = h("progress", { "aria-label": `How far ${job.title} is`, max: at ? at.total : 1 });
  if (at) bar.setAttribute("value", at.done);
  return h("li", { class: "card job", data: { job: job.id, state: job.state } },
    h("div", { class: "row" }, h("h3", {}, job.title), h("span", { class: "soft num state" }, told(job)), h("span", { class: "grow" }),
      open && job.kind === "build" ? h("button", { type: "button", class: "small", onclick: () => hear(job.asked) }, "▶ Play meanwhile") : null,
      open ? h("button", { type: "button", class: "small", onclick: () => post(`/api/jobs/${job.id}/stop`) }, "Stop") : null,
      again ? h("button", { type: "button", class: "small main", onclick: () => goOn(job) }, again) : null,
      open ? null : h("button", { type: "button", class: "small quiet", onclick: async () => { const left = await post(`/api/jobs/${job.id}`, "DELETE"); if (left) refresh(left); } }, "Take off the list")),
    job.state === "running" ? bar : null,
    job.notes.map((note) => h("p", { class: "soft" }, note)),
    outcome(job.result),
    (job.result?.files || []).length ? h("p", { class: "row" }, job.result.files.map((name) => download(name, name.split("/").pop()))) : null,
    job.error ? shownFault(job.error) : null);
}

function hear(asked) {
  const query = new URLSearchParams({ ...(asked.wanted || {}), from: 0 });
  const who = `class:${asked.name}`;
  if (playing() === who) stop();
  else attempt(() => play(`/api/classes/${encodeURIComponent(asked.name)}/sound?${query}`, who));
}

function drawJobs() {
  const rows = [...jobs.values()].reverse();
  list.replaceChildren(...rows.map(row));
  if (!rows.length) list.append(h("li", { class: "soft" }, "Nothing is being made. Choose a class above, or press Build where you write it."));
}

function refresh(answer) {
  jobs.clear();
  answer.jobs.forEach((job) => jobs.set(job.id, job));
  drawJobs();
}

/** Draw one job anew where it stands, so that a button under the pointer, or with the focus, stays. */
function update(job) {
  const known = jobs.get(job.id);
  jobs.set(job.id, job);
  const shown = list.querySelector(`[data-job="${job.id}"]`);
  if (!shown || !known || known.state !== job.state || known.notes.length !== job.notes.length) {
    const held = shown?.contains(document.activeElement);
    drawJobs();
    if (held) list.querySelector(`[data-job="${job.id}"] button`)?.focus();
    return;
  }
  shown.querySelector(".state").textContent = told(job);
  const bar = shown.querySelector("progress");
  if (bar && job.progress) {
    bar.max = job.progress.total;
    bar.value = job.progress.done;
  }
}

function address(name) {
  return `/api/files/${name.split("/").map(encodeURIComponent).join("/")}`;
}

function download(name, word) {
  return h("a", { class: "button small", href: `${address(name)}?download`, download: name.split("/").pop() }, word);
}

function listen(one) {
  const button = h("button", { type: "button", class: "round main", "aria-label": `Play ${one.title}` }, "▶");
  button.addEventListener("click", () => {
    if (playing() === one.name) stop();
    else attempt(() => play(address(one.name), one.name));
  });
  follow(({ owner, isPlaying }) => { button.textContent = owner === one.name && isPlaying ? "■" : "▶"; });
  return button;
}

function file(one) {
  const when = new Date(one.built_at * 1000).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  const facts = [one.format.toUpperCase(), clock(one.duration * 1000), size(one.bytes), one.pace, one.language, one.voice, when];
  const isNow = h("span", { class: "tag" }, "…");
  if (!one.fault) {
    ask("GET", `/api/built/${encodeURIComponent(one.name)}/changed`).then(({ changed }) => {
      isNow.textContent = changed.length ? "changed since" : "as it is now";
      isNow.title = changed.join("; ");
    }, () => isNow.remove());
  }
  return h("li", { class: "card file" },
    one.fault || !one.whole ? null : listen(one),
    h("div", { class: "grow" },
      h("h3", {}, h("a", { href: `/class/${encodeURIComponent(one.source)}` }, one.title), " ", one.fault ? null : isNow),
      one.fault ? shownFault({ message: one.fault, hint: "Build the class again." })
        : h("p", { class: "soft num" }, facts.filter(Boolean).join(" · ")),
      !one.fault && !one.whole ? shownFault({ message: "The sound is not the one that was built.", hint: "Build the class again." }) : null,
      h("p", { class: "row" }, one.whole ? download(one.name, `Download ${one.format.toUpperCase()}`) : null,
        Object.entries(one.beside).map(([what, name]) => download(name, what)),
        one.fault ? null : h("button", { type: "button", class: "small quiet", onclick: () => stems(one) }, "Write stems"))));
}

async function stems(one) {
  const yes = await sure("Stems", "Voice, music and tones are written apart, as WAV files for an editor: some 17 MB a minute each.", "Write them");
  if (yes) await attempt(() => ask("POST", "/api/jobs", { kind: "stems", title: `Stems of ${one.title}`, asked: { name: one.source } }));
}

function drawFiles() {
  files.replaceChildren(built.length ? h("ul", { class: "files" }, built.map(file))
    : h("p", { class: "soft" }, "Nothing is built yet. What you build stands here, to hear and to take along."));
}

function field(label, control) {
  return h("label", { class: "field" }, h("span", { class: "label-text" }, label), control);
}

function drawForm() {
  const form = document.getElementById("ask");
  const name = h("select", { name: "name" },
    h("optgroup", { label: "Classes" }, state.classes.map((one) => h("option", {}, one))),
    h("optgroup", { label: "Exercises" }, state.exercises.map((one) => h("option", {}, one))));
  const kind = h("select", { name: "form" }, state.formats.map((one) => h("option", { value: one }, one.toUpperCase())));
  form.append(field("Class or exercise", name), field("Format", kind), h("button", { class: "main" }, "Build"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const asked = { name: name.value, form: kind.value, wanted: {} };
    const job = await attempt(() => ask("POST", "/api/jobs", { kind: "build", title: `${name.value} as ${kind.value.toUpperCase()}`, asked }));
    if (job) say(`${job.title} ${ENDS[job.state]}`);
  });
}

async function drawBuilt() {
  const answer = await attempt(() => ask("GET", "/api/built"));
  if (!answer) return;
  built = answer.built;
  drawFiles();
}

drawForm();
drawJobs();
drawFiles();
on("job", (job) => {
  update(job);
  if (job.state === "done") drawBuilt();
});
on("again", async () => refresh(await ask("GET", "/api/jobs")));
keys([["Space", "Stop what plays", stop]]);
