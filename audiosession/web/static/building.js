// Building a class from its page: a button that becomes a bar with its stop, and tells what came of it.
import { ask, attempt, clock, h, on, say, state } from "./studio.js";
import { room } from "./classroom.js";

const OPEN = ["waiting", "running"];
const STAGES = { speaking: "speaking", mixing: "mixing", encoding: "making sound", measuring: "measuring" };
let box = null;
let mine = null; // the number of the job that this page shows

/** Draw the button into `place`; a build of this class that is under way already is shown there. */
export function openBuild(place) {
  box = place;
  button();
  on("job", (job) => {
    if (job.kind === "build" && job.asked.name === room.outline.name && (mine === null || mine === job.id)) show(job);
  });
  const open = state.jobs.find((job) => OPEN.includes(job.state));
  if (open) show(open);
}

function button() {
  mine = null;
  box.replaceChildren(h("button", { type: "button", class: "main", title: "Write the sound file (Ctrl+B)", onclick: build }, "Build"));
}

async function build() {
  const asked = { name: room.outline.name, wanted: wanted() };
  const job = await attempt(() => ask("POST", "/api/jobs", { kind: "build", title: room.outline.title, asked }));
  if (job) show(job);
}

/** What is chosen, as the queue takes it: numbers where they are some. */
function wanted() {
  const numbers = new Set(state.choices.filter((row) => row.bounds).map((row) => row.name));
  return Object.fromEntries(Object.entries(room.wanted).map(([name, value]) => [name, numbers.has(name) ? Number(value) : value]));
}

function show(job) {
  if (!OPEN.includes(job.state)) {
    if (mine === job.id) over(job);
    return;
  }
  mine = job.id;
  const at = job.progress;
  const said = at ? `${STAGES[at.stage] || at.stage} ${at.done} of ${at.total}` : "waiting";
  const bar = box.querySelector("progress");
  if (!bar) {
    box.replaceChildren(
      h("progress", { max: 1, value: 0, "aria-label": "Building" }),
      h("span", { class: "soft num" }, said),
      h("button", { type: "button", onclick: () => attempt(() => ask("POST", `/api/jobs/${mine}/stop`)) }, "Stop"));
  }
  const progress = box.querySelector("progress");
  if (at && at.total) progress.value = at.done / at.total;
  box.querySelector("span").textContent = said;
}

function over(job) {
  button();
  const look = { label: "Show", run: () => { location.href = "/builds"; } };
  if (job.state === "done") say(`${job.title} is built: ${clock(job.result.duration * 1000)}`, { action: look });
  else if (job.state === "failed") say(job.error.message, { hint: job.error.hint, isFault: true });
  else say("The build was stopped; what is ready is kept.");
}
