// The waveform of a song, with the two points between which it goes round.
import { ask, clock, h, shownFault } from "./studio.js";
import { sounding } from "./listening.js";

const STEP_MS = 100;

/**
 * Draw the waveform of the song `name` into `box`. `start` and `end` are where its loop begins and goes back, in ms, or
 * undefined for the whole song; `onChange(start, end)` is told a new loop, with nulls for none; `onHear(start, end, who)`
 * plays across the seam as `who`.
 */
export async function openWave(box, { name, start, end, onChange, onHear }) {
  const canvas = h("canvas", { class: "wave", role: "img", "aria-label": "The waveform of the song, its loop marked" });
  box.replaceChildren(canvas, h("p", { class: "soft" }, "The waveform is drawn…"));
  let told;
  try {
    told = await ask("GET", `/api/music/${encodeURIComponent(name)}/peaks?points=1000`);
  } catch (error) {
    if (!error.fault) throw error;
    box.replaceChildren(shownFault(error.fault));
    return;
  }
  const length = told.duration_ms;
  const loop = { start: start ?? 0, end: end ?? length };

  function draw() {
    const scale = devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    const colour = (token) => getComputedStyle(canvas).getPropertyValue(token).trim();
    const x = (ms) => (ms / length) * width;
    pen.fillStyle = colour("--mark");
    pen.fillRect(x(loop.start), 0, x(loop.end) - x(loop.start), height);
    pen.fillStyle = colour("--accent");
    const each = width / told.peaks.length;
    told.peaks.forEach((peak, index) => {
      const tall = Math.max(1, (peak / 255) * (height - 8));
      pen.fillRect(index * each, (height - tall) / 2, Math.max(1, each * 0.8), tall);
    });
    pen.fillStyle = colour("--ink");
    for (const at of [loop.start, loop.end]) pen.fillRect(x(at) - 1, 0, 2, height);
  }

  function set(which, ms, saves = true) {
    const near = length - ms < STEP_MS ? length : Math.round(Math.max(0, ms)); // no step of a slider need end with the song
    if (which === "start") loop.start = Math.min(near, loop.end - 1000);
    else loop.end = Math.max(near, loop.start + 1000);
    show();
    if (saves) tell();
  }

  function show() {
    for (const edge of ["start", "end"]) {
      sliders[edge].value = loop[edge];
      sliders[edge].setAttribute("aria-valuetext", clock(loop[edge], true));
    }
    words.textContent = said();
    draw();
  }

  function tell() {
    const isWhole = loop.start === 0 && loop.end === length;
    onChange(isWhole ? null : loop.start, isWhole ? null : loop.end);
  }

  function said() {
    return loop.start === 0 && loop.end === length ? `It goes round as a whole, ${clock(length)}.`
      : `It goes from ${clock(loop.start, true)} to ${clock(loop.end, true)} and back, ${clock(loop.end - loop.start, true)} long.`;
  }

  const slider = (which, label) => h("input", {
    type: "range", min: 0, max: length, step: STEP_MS, value: loop[which], "aria-label": label,
    oninput: (event) => set(which, Number(event.target.value), false), onchange: (event) => set(which, Number(event.target.value)),
  });
  const sliders = { start: slider("start", "Where the loop begins"), end: slider("end", "Where it goes back") };
  const words = h("p", { class: "soft num" }, said());

  // A press near an edge takes hold of it.
  canvas.addEventListener("pointerdown", (event) => {
    const at = (moved) => ((moved.clientX - canvas.getBoundingClientRect().left) / canvas.clientWidth) * length;
    const which = Math.abs(at(event) - loop.start) < Math.abs(at(event) - loop.end) ? "start" : "end";
    const move = (moved) => set(which, at(moved), false);
    canvas.setPointerCapture(event.pointerId);
    canvas.addEventListener("pointermove", move);
    canvas.addEventListener("pointerup", () => {
      canvas.removeEventListener("pointermove", move);
      tell();
    }, { once: true });
    move(event);
  });

  const seam = h("button", { type: "button", class: "small" });
  sounding(seam, `loop:${name}`, "", () => onHear(loop.start, loop.end, `loop:${name}`), "Hear where it goes round");
  const whole = () => { Object.assign(loop, { start: 0, end: length }); show(); tell(); };
  const edge = (label, slider) => h("label", { class: "field" }, h("span", { class: "label-text" }, label), slider);
  box.replaceChildren(canvas, words,
    h("div", { class: "two edges" }, edge("Begins", sliders.start), edge("Goes back", sliders.end)),
    h("p", { class: "row" }, seam, h("button", { type: "button", class: "small quiet", onclick: whole }, "The whole song")));
  show();
  new ResizeObserver(draw).observe(canvas);
}
