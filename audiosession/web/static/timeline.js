// The timeline at the foot of a class: what is heard when, the sound of it from any spot, and where one is in it.
import { openCamera } from "./camera.js";
import { followHand } from "./hand.js";
import { HEIGHT, coloursOf, drawLanes } from "./lanes.js";
import { openMarks } from "./marks.js";
import { nextStart, readTimeline, rowAt, spokenAt, wordsAt } from "./moments.js";
import { openPeaks } from "./peaks.js";
import * as player from "./player.js";
import { Refused, ask, clock, h, keys, on, onStep, shownFault, state } from "./studio.js";

const USUAL_SCALE = 50; // ms a pixel at first: a minute on a wide screen, a few breaths on a phone
const TOLD_MS = 1000; // so often a screen reader is told where it plays
const WIDE_PX = 620;
const SLACK_MS = 100; // what is told of a window is exact to a few frames of MP3

/**
 * Draw a timeline into `box`. `facts` are the `name` of the class and the `query` of its choices, a text or a function,
 * which all that is asked for bears; `isTold` tells that the page says already why nothing can be shown. It loads what
 * it shows, and again when files change or lines are spoken, until the page gives it a timeline by show(timeline).
 * Returns what the page does with it: show, load(), playFrom(ms), stop(), playing(), at(), select({ start, end } or
 * null), and on(kind, hear) with "time" ({ at, isPlaying, isWaiting }), "pick" ({ at }).
 */
export function openTimeline(box, facts) {
  const parts = build(facts);
  box.classList.add("timeline");
  box.append(parts.bar, parts.faults, parts.lanes);
  const view = openView(parts, facts);
  const sound = openSound(parts, facts, view);
  steer(parts, view, sound);
  const loads = openLoads(parts, view, facts);
  return {
    show: loads.show,
    load: loads.load,
    playFrom: sound.playFrom,
    stop: sound.stop,
    playing: sound.isPlaying,
    at: view.at,
    select(range) {
      view.select(range);
      if (range && !sound.isPlaying()) view.move(range.start);
    },
    on: (kind, hear) => view.hearers[kind].push(hear),
  };
}

function build(facts) {
  const button = (label, name, attributes = {}) => h("button", { type: "button", class: "small", "data-does": name, ...attributes }, label);
  const play = h("button", { type: "button", class: "round main play", "aria-label": "Play" }, "▶");
  const time = h("strong", { class: "num" }, "0:00.0");
  const where = h("span", { class: "soft where" });
  const status = h("span", { class: "hidden-text", role: "status" });
  const bar = h("div", { class: "playbar" }, play, time, where, status);
  const canvas = h("canvas", { tabindex: 0, role: "slider", "aria-label": `Timeline of ${facts.title || facts.name}`, "aria-valuemin": 0, "aria-valuenow": 0 });
  const playhead = h("i", { class: "playhead" });
  const circle = h("div", { class: "circle" });
  const breath = h("div", { class: "breath", hidden: true, "aria-hidden": "true", "data-inhale": "In", "data-exhale": "Out", "data-hold": "Hold", "data-free": "Free" },
    circle, h("p", {}, h("span", { class: "word" }), h("span", { class: "count" })));
  const closer = button("+", "closer", { "aria-label": "Closer" });
  const farther = button("−", "farther", { "aria-label": "Farther" });
  const whole = button("All of it", "whole");
  const loop = button("Loop this rep", "loop", { "aria-pressed": "false" });
  const mark = button("Set a mark", "mark");
  const tools = h("div", { class: "row tools" }, closer, farther, whole, loop, mark);
  const strip = h("div", { class: "strip" }, canvas, playhead);
  const lanes = h("div", { class: "lanes" }, tools, h("div", { class: "beside" }, strip, breath));
  const faults = h("div", { class: "faults" });
  return { bar, play, time, where, status, canvas, playhead, breath, closer, farther, whole, loop, mark, tools, strip, lanes, faults };
}

/** What is drawn, and where one is in it. */
function openView(parts, facts) {
  const { canvas, playhead, strip } = parts;
  const context = canvas.getContext("2d");
  const camera = openCamera(1);
  const hearers = { time: [], pick: [], state: [], hear: [] };
  let [timeline, digest, range] = [readTimeline({ length: 1 }), null, null];
  let [here, frame, told, breathes, isFresh] = [0, 0, 0, null, true];
  let colours = coloursOf(canvas);
  let [peaks, lastPeaked] = [null, null];
  const address = (path) => `/api/classes/${encodeURIComponent(facts.name)}/${path}`;
  const query = () => String((typeof facts.query === "function" ? facts.query() : facts.query) || "").replace(/^[?&]/, "");
  const marks = openMarks(`marks:${state.project?.name || ""}:${facts.name}`, { changed: draw, go: (at) => hearers.hear.forEach((hear) => hear(at)) });
  parts.lanes.append(marks.list);

  function draw() {
    if (!frame) frame = requestAnimationFrame(paint);
  }

  function paint() {
    frame = 0;
    const ratio = devicePixelRatio || 1;
    const [width, height] = [Math.round((camera.width + camera.gutter) * ratio), Math.round(HEIGHT * ratio)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (peaks) canvas.dataset.drawn = drawLanes(context, { timeline, camera, peaks, colours, marks: marks.rows(), range });
    Object.assign(canvas.dataset, { from: Math.round(camera.from), to: Math.round(camera.from + camera.width * camera.scale), gutter: camera.gutter });
    placePlayhead();
  }

  function placePlayhead() {
    const x = camera.xOf(here);
    playhead.hidden = x < camera.gutter - 1 || x > camera.gutter + camera.width + 1;
    playhead.style.setProperty("--x", `${x.toFixed(1)}px`);
  }

  /** Be at a moment: everything that shows one follows. `isPlaying` has a screen reader told less often. */
  function move(at, isPlaying = false) {
    here = Math.max(0, Math.min(at, timeline.length));
    placePlayhead();
    setText(parts.time, clock(here, true));
    setText(parts.where, wordsAt(timeline, here).join(" · "));
    breathes?.(here / 1000);
    if (isPlaying && Math.abs(here - told) < TOLD_MS) return;
    told = here;
    canvas.setAttribute("aria-valuenow", Math.round(here / 1000));
    canvas.setAttribute("aria-valuetext", spokenAt(timeline, here));
  }

  function show(next) {
    timeline = readTimeline(next);
    const peaked = [next.digest, next.length, next.guessed_lines].join(); // what was spoken meanwhile looks otherwise
    if (peaked !== lastPeaked) {
      lastPeaked = peaked;
      const load = (from, to, points) => ask("GET", `${address("peaks")}?from=${from}&to=${to}&points=${points}&${query()}`).then((one) => one.peaks);
      peaks = openPeaks(load, draw);
    }
    digest = next.digest ?? "";
    canvas.setAttribute("aria-valuemax", Math.round(timeline.length / 1000));
    camera.reach(timeline.length);
    fit();
    openBreath(parts.breath, timeline).then((circle) => { breathes = circle; breathes?.(here / 1000); });
    move(here);
    draw();
  }

  function pick(at) {
    hearers.pick.forEach((hear) => hear({ at }));
  }

  function fit() {
    if (!strip.clientWidth) return;
    camera.resize(strip.clientWidth, strip.clientWidth < WIDE_PX ? 46 : 62);
    if (digest === null) return;
    if (isFresh) camera.scale = USUAL_SCALE;
    isFresh = false;
    camera.reach(timeline.length);
    draw();
  }

  new ResizeObserver(fit).observe(strip);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { colours = coloursOf(canvas); draw(); });
  on("window", (made) => {
    if (made.digest !== digest) return;
    for (const one of timeline.windows) if (one.end > made.start && one.end <= made.end + SLACK_MS) one.isReady = 1;
    draw();
  });
  return {
    camera, draw, move, show, pick, address, query, hearers, marks,
    at: () => here,
    timeline: () => timeline,
    select(next) {
      range = next;
      if (range) camera.show(range.start, range.end);
      draw();
    },
  };
}

/** What it shows, as it is now. */
function openLoads(parts, view, facts) {
  let [isFed, due, latest] = [false, 0, 0];

  async function load() {
    clearTimeout(due);
    const mine = ++latest;
    try {
      const told = await ask("GET", `${view.address("timeline")}?${view.query()}`);
      if (mine !== latest) return;
      parts.faults.replaceChildren();
      view.show(told);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (mine === latest) parts.faults.replaceChildren(...(facts.isTold?.() ? [] : [shownFault(error.fault)]));
    }
  }

  function soon() {
    clearTimeout(due);
    due = setTimeout(() => !isFed && load(), 250);
  }

  setTimeout(() => !isFed && load());
  on("changed", soon);
  on("again", soon);
  on("live", (told) => { if (told.name === facts.name && told.done === told.total) soon(); });
  on("job", (job) => { if (job.kind === "speak" && job.state === "done" && job.asked.name === facts.name) soon(); });
  onStep(soon);
  return { load, show: (told) => { isFed = true; view.show(told); } };
}

/** What is heard of it, and the button for that. */
function openSound(parts, facts, view) {
  const owner = `class:${facts.name}`;
  let [loops, follows, wasPlaying] = [false, true, false];
  const isPlaying = () => player.playing() === owner;
  const addressAt = (at) => `${view.address("sound")}?from=${Math.round(at)}&${view.query()}`;

  function loopAt(at) {
    const part = rowAt(view.timeline().reps, at) || rowAt(view.timeline().sections, at);
    return part ? { to: part.end, again: { address: addressAt(part.start), at: part.start } } : {};
  }

  async function playFrom(at) {
    const { length } = view.timeline(); // 1 where it is still to come: what is asked for is heard all the same
    const from = Math.max(0, length > 1 ? Math.min(Math.round(at), length - 1) : Math.round(at));
    parts.faults.replaceChildren();
    follows = true;
    view.move(from);
    try {
      await player.play(addressAt(from), owner, { at: from, ...(loops ? loopAt(from) : {}) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      parts.faults.replaceChildren(shownFault(error.fault));
    }
  }

  player.follow(({ owner: whose, at, isPlaying: plays, isWaiting }) => {
    if (whose !== owner) return;
    view.move(at, plays);
    if (plays && follows && view.camera.show(at)) view.draw();
    showState(plays, isWaiting);
    view.hearers.time.forEach((hear) => hear({ at, isPlaying: plays, isWaiting }));
  });

  function showState(plays, isWaiting) {
    parts.bar.classList.toggle("waits", isWaiting);
    setText(parts.status, isWaiting ? "The sound is being made." : "");
    if (plays === wasPlaying) return;
    wasPlaying = plays;
    parts.play.textContent = plays ? "■" : "▶";
    parts.play.setAttribute("aria-label", plays ? "Stop" : "Play");
    view.hearers.state.forEach((hear) => hear({ isPlaying: plays }));
  }

  return {
    isPlaying,
    playFrom,
    stop: () => player.stop(),
    toggle: () => (player.playing() ? player.stop() : playFrom(view.at() >= view.timeline().length ? 0 : view.at())),
    leave: () => { follows = false; },
    loop() {
      loops = !loops;
      parts.loop.setAttribute("aria-pressed", String(loops));
      if (isPlaying()) player.bound(loops ? loopAt(view.at()) : {});
    },
  };
}

/** What hands and keys do. */
function steer(parts, view, sound) {
  const { camera } = view;
  const look = (work) => () => { work(); sound.leave(); view.draw(); };
  const zoom = (times) => look(() => {
    const x = camera.xOf(view.at());
    const isSeen = x >= camera.gutter && x <= camera.gutter + camera.width;
    camera.zoom(times, isSeen ? x : camera.gutter + camera.width / 2);
  });
  const hear = (at) => { view.pick(at); sound.playFrom(at); };
  view.hearers.hear.push(hear);
  view.hearers.pick.push(({ at }) => camera.show(at) && view.draw());
  followHand(parts.canvas, {
    click: (x) => hear(camera.timeOf(x)),
    pan: (pixels) => look(() => camera.pan(pixels))(),
    zoom: (times, x) => look(() => camera.zoom(times, x))(),
  });
  const mark = () => view.marks.set(view.at());
  parts.play.addEventListener("click", sound.toggle);
  parts.closer.addEventListener("click", zoom(2));
  parts.farther.addEventListener("click", zoom(0.5));
  parts.whole.addEventListener("click", look(camera.whole));
  parts.loop.addEventListener("click", sound.loop);
  parts.mark.addEventListener("click", mark);
  keys([
    ["Space", "Play or stop", sound.toggle],
    ["L", "Loop this rep", sound.loop],
    ["M", "Set a mark", mark],
    ["+", "See the timeline closer", zoom(2)],
    ["-", "See more of the timeline", zoom(0.5)],
  ]);
  parts.canvas.addEventListener("keydown", (event) => {
    const at = keyed(event, view);
    if (at === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (event.key === "Enter") { hear(at); return; }
    if (camera.show(at)) view.draw();
    view.pick(at);
    if (sound.isPlaying()) sound.playFrom(at);
    else view.move(at);
  });
}

/** Return where a key leads on the timeline: by a second, a rep or an exercise; null where it leads nowhere. */
function keyed(event, view) {
  const [here, timeline] = [view.at(), view.timeline()];
  switch (event.key) {
    case "ArrowLeft": return Math.max(0, here - 1000);
    case "ArrowRight": return Math.min(timeline.length, here + 1000);
    case "ArrowUp": return nextStart(timeline.reps, here, 1) ?? here;
    case "ArrowDown": return nextStart(timeline.reps, here, -1) ?? here;
    case "PageUp": return nextStart(timeline.sections, here, 1) ?? here;
    case "PageDown": return nextStart(timeline.sections, here, -1) ?? here;
    case "Home": return 0;
    case "End": return timeline.length;
    case "Enter": return here;
    default: return null;
  }
}

/** Return what draws the circle of the published pages at so many seconds; null where nobody breathes. */
async function openBreath(box, timeline) {
  box.hidden = !timeline.breaths.length;
  if (box.hidden) return null;
  if (!globalThis.breathCircle) await loaded("/static/breath.js");
  const row = (one, kind) => ({ kind, start: one.start / 1000, end: one.end / 1000, counts: one.counts });
  const rows = [...timeline.breaths.map((one) => row(one, one.kind)), ...timeline.pulses.map((one) => row(one, "pulse"))];
  return globalThis.breathCircle(rows, box);
}

function loaded(address) {
  return new Promise((resolve, reject) => {
    document.head.append(h("script", { src: address, onload: resolve, onerror: reject }));
  });
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
