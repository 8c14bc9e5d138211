// The page of a class: its plan, its narration, its choices and findings, and the timeline below; what plays is marked
// in all of them.
import { ask, dialog, h, keys, on, onStep, state } from "./studio.js";
import { openTimeline } from "./timeline.js";
import { address, edit, forget, isClass, query, rehearse, room, stopAt, when } from "./classroom.js";
import { markPlayed, openPlan } from "./plan.js";
import { openChoices } from "./choices.js";
import { factsOf, openFindings } from "./findings.js";
import { openNarration } from "./narration.js";
import { openBuild } from "./building.js";

const part = (id) => document.getElementById(id);
const isTold = () => room.outline.length === null; // then the findings say why
const timeline = openTimeline(part("timeline"), { name: room.outline.name, title: room.outline.title, query, isTold });
const narration = openNarration(part("narration"), timeline);
openPlan(part("plan"));
openChoices(part("choices"));
openFindings(part("choices"));
openBuild(part("build"));

// Play: from where one is, which is the line that is open, or where it was stopped.
const play = part("play");
play.addEventListener("click", () => (timeline.playing() ? timeline.stop() : timeline.playFrom(timeline.at())));

timeline.on("time", ({ at, isPlaying, isWaiting }) => {
  const said = isWaiting ? "■ It is being made …" : isPlaying ? "■ Stop" : "▶ Play from here";
  if (play.textContent !== said) play.textContent = said;
  markPlayed(isPlaying ? stopAt(at) : null);
  narration.markPlayed(at, isPlaying);
});
timeline.on("pick", ({ at }) => narration.showAt(at));

when("outline", showFacts);
showFacts();

// The timeline loads itself at first; then it is given what the rest of the page was given. The last answer counts.
let latest = 0;
when("narration", async () => {
  const mine = ++latest;
  try {
    const told = await ask("GET", address("timeline"));
    if (mine === latest) timeline.show(told);
  } catch (error) {
    if (!error.fault) throw error; // the narration tells it
  }
});
when("edited", () => { forget(); rehearse(); });

function showFacts() {
  part("facts").textContent = factsOf(room.outline);
  part("rename").textContent = room.outline.title;
  document.title = `${room.outline.title} · ${state.project.name}`;
  part("rename").disabled = !isClass();
}

part("rename").addEventListener("click", () => {
  const field = h("input", { value: room.outline.title, "aria-label": "The title of the class", maxlength: 200 });
  const save = async () => {
    box.close();
    const title = field.value.trim();
    if (title && title !== room.outline.title) await edit([{ at: ["title"], value: title }]);
  };
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); save(); } });
  const box = dialog("What is it called?", h("p", {}, field), h("p", { class: "row" },
    h("button", { type: "button", class: "main", onclick: save }, "Save"),
    h("button", { type: "button", onclick: () => box.close() }, "Cancel")));
  field.select();
});

// What other programs, other pages and undo change is shown as it is now.
let due = null;
function reload() {
  clearTimeout(due);
  due = setTimeout(() => { forget(); rehearse(); }, 200);
}
on("changed", ({ files }) => { if (files.some((file) => !file.startsWith("output/"))) reload(); });
on("again", reload);
on("live", ({ name, done, total }) => { if (name === room.outline.name && done === total) reload(); });
on("job", (job) => { if (job.kind === "speak" && job.asked.name === room.outline.name && job.state === "done") reload(); });
onStep(reload);

// On a phone the parts stand behind one another: plan, narration, timeline.
const PARTS = [["plan", "Plan"], ["narration", "Narration"], ["timeline", "Timeline"]];
const tabs = PARTS.map(([name, label]) => h("button", { type: "button", class: "chip", onclick: () => show(name) }, label));
part("tabs").append(...tabs);

function show(name) {
  document.body.dataset.part = name;
  PARTS.forEach(([one], i) => tabs[i].setAttribute("aria-pressed", String(one === name)));
  window.dispatchEvent(new Event("resize")); // what is drawn to its own size was hidden until now
}
show("plan");
when("pick", ({ from }) => {
  const here = document.body.dataset.part;
  if (here !== "timeline" && (from !== "plan" || here !== "plan")) show("narration"); // who looks at the timeline stays there
});

keys([["Ctrl+B", "Build", () => part("build").querySelector("button")?.click()]]);
