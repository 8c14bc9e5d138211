// A timeline as it is drawn: sections, voice, breath, pulses, music, ruler. Of a class of hours no more is drawn than
// can be seen: what is narrower than two pixels is looked up pixel by pixel, not row by row.
import { lastBegun, shortPhase } from "./moments.js";
import { clock } from "./studio.js";

const TOPS = { sections: 0, voice: 18, breath: 64, pulses: 94, music: 114, ruler: 154 };
const HEIGHTS = { sections: 16, voice: 42, breath: 24, pulses: 14, music: 34, ruler: 18 };
export const HEIGHT = 172;
const QUIETEST_DB = -30; // the foot of the lane of music
const STEPS_MS = [100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 12e5, 18e5, 36e5];
const FAR_SCALE = 1500; // ms a pixel
const FONT = "11px system-ui, sans-serif";
const BREATHS = { inhale: "in", exhale: "out" };

/** Return the colours of the page, as they are now. */
export function coloursOf(element) {
  const style = getComputedStyle(element);
  const names = ["paper", "sheet", "ink", "soft", "line", "accent", "glow", "mark", "in", "out", "pulse"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

/** Draw what a camera sees; return how many shapes that took. `scene` holds timeline, camera, peaks, colours, marks, range. */
export function drawLanes(context, scene) {
  const { camera, colours } = scene;
  const pen = { context, scene, shapes: 0, x: (ms) => camera.gutter + (ms - camera.from) / camera.scale };
  context.clearRect(0, 0, camera.gutter + camera.width, HEIGHT);
  context.font = FONT;
  context.textBaseline = "middle";
  names(pen);
  context.save();
  context.beginPath();
  context.rect(camera.gutter, 0, camera.width, HEIGHT);
  context.clip();
  windows(pen);
  if (scene.range) box(pen, scene.range.start, scene.range.end, TOPS.voice - 2, 1, TOPS.pulses - TOPS.voice, colours.mark);
  sections(pen);
  music(pen);
  voice(pen);
  breath(pen);
  pulses(pen);
  ruler(pen);
  marks(pen);
  context.restore();
  return pen.shapes;
}

/** Call `draw(start, end, row)` for each row that can be seen; of rows that share `least` pixels, for the first. */
function seen(pen, rows, least, draw) {
  const { from, scale, width } = pen.scene.camera;
  const to = from + width * scale;
  let at = from;
  let number = Math.max(0, lastBegun(rows, from));
  while (number < rows.length && rows[number].start < to) {
    const row = rows[number];
    if (row.end > at) {
      const end = Math.max(row.end, row.start + scale);
      draw(row.start, end, row);
      at = Math.max(at, Math.min(end, row.start + least * scale));
    }
    const next = number + 1;
    const isCrowded = rows[next] && rows[next].start < row.start + least * scale;
    number = isCrowded ? Math.max(next, lastBegun(rows, row.start + least * scale)) : next;
  }
}

function box(pen, start, end, top, gap, height, colour, round = 3) {
  const left = pen.x(start);
  const width = Math.max(1, pen.x(end) - left - gap);
  pen.context.fillStyle = colour;
  if (width < 6) pen.context.fillRect(left, top, width, height);
  else {
    pen.context.beginPath();
    pen.context.roundRect(Math.max(-9, left), top, Math.min(width + Math.min(0, left + 9), 9e3), height, round);
    pen.context.fill();
  }
  pen.shapes += 1;
}

function letter(pen, text, left, top, colour, room = Infinity) {
  const most = Math.floor(room / 6);
  if (most < 2) return;
  pen.context.fillStyle = colour;
  pen.context.fillText(text.length > most ? `${text.slice(0, most - 1)}…` : text, left, top);
  pen.shapes += 1;
}

function names(pen) {
  for (const lane of ["voice", "breath", "pulses", "music"]) {
    letter(pen, lane, 0, TOPS[lane] + HEIGHTS[lane] / 2, pen.scene.colours.soft);
  }
}

function windows(pen) {
  const ready = joined(pen.scene.timeline.windows.filter((one) => one.isReady));
  pen.context.globalAlpha = 0.45;
  seen(pen, ready, 1, (start, end) => box(pen, start, end, TOPS.voice - 2, 0, TOPS.ruler - TOPS.voice, pen.scene.colours.mark, 0));
  pen.context.globalAlpha = 1;
}

/** Return spans that touch as one. */
function joined(spans) {
  const found = [];
  for (const { start, end } of spans) {
    if (found.at(-1)?.end >= start) found.at(-1).end = end;
    else found.push({ start, end });
  }
  return found;
}

function sections(pen) {
  const { camera, colours } = pen.scene;
  let free = -Infinity;
  seen(pen, pen.scene.timeline.sections, 2, (start, end, row) => {
    box(pen, start, start + camera.scale, 0, 0, TOPS.ruler, colours.line);
    const left = Math.max(camera.gutter, pen.x(start)) + 5;
    if (left < free) return;
    letter(pen, row.title, left, TOPS.sections + HEIGHTS.sections / 2, colours.soft, pen.x(end) - left - 4);
    free = left;
  });
}

function voice(pen) {
  const { camera, colours, timeline, peaks } = pen.scene;
  const middle = TOPS.voice + HEIGHTS.voice / 2;
  seen(pen, timeline.speech, 2, (start, end, row) => {
    if (row.isEstimate) box(pen, start, end, middle - 7, 1, 14, colours.line);
  });
  pen.context.fillStyle = colours.glow;
  for (const tile of peaks.tiles(camera.from, camera.from + camera.width * camera.scale, camera.scale)) {
    if (tile.points) wave(pen, tile, middle);
    else unheard(pen, tile, middle);
  }
}

/** Draw a tile as one shape: its peaks above the middle and, mirrored, below it. */
function wave(pen, tile, middle) {
  const { camera } = pen.scene;
  const step = Math.max(camera.scale, tile.pointMs);
  const from = Math.max(tile.start, camera.from - step);
  const to = Math.min(tile.end, camera.from + camera.width * camera.scale + step);
  pen.context.beginPath();
  for (let at = tile.start + Math.floor((from - tile.start) / step) * step; at < to; at += step) {
    const first = tile.first + Math.floor((at - tile.start) / tile.pointMs);
    const last = tile.first + Math.min(tile.count, Math.ceil((at + step - tile.start) / tile.pointMs));
    let most = 0;
    for (let point = first; point < last; point += 1) most = Math.max(most, tile.points[point]);
    if (!most) continue;
    const half = Math.max(0.5, ((HEIGHTS.voice / 2) * most) / 255);
    pen.context.rect(pen.x(at), middle - half, Math.max(1, step / camera.scale - (step > 3 * camera.scale ? 1 : 0)), 2 * half);
  }
  pen.context.fill();
  pen.shapes += 1;
}

/** Draw where somebody speaks, until it is known how. */
function unheard(pen, tile, middle) {
  const { timeline, colours } = pen.scene;
  const first = Math.max(0, lastBegun(timeline.speech, tile.start));
  const last = lastBegun(timeline.speech, tile.end) + 1;
  pen.context.globalAlpha = 0.4;
  seen(pen, timeline.speech.slice(first, last), 2, (start, end) => box(pen, start, end, middle - 3, 1, 6, colours.glow));
  pen.context.globalAlpha = 1;
  pen.context.fillStyle = colours.glow;
}

/** Draw the phases of breath; from far away the reps alone, for stripes would tell nothing. */
function breath(pen) {
  const { colours } = pen.scene;
  if (pen.scene.camera.scale > FAR_SCALE) {
    seen(pen, pen.scene.timeline.reps, 3, (start, end) => box(pen, start, end, TOPS.breath, 1, HEIGHTS.breath, colours.in));
    return;
  }
  seen(pen, pen.scene.timeline.breaths, 2, (start, end, row) => {
    box(pen, start, end, TOPS.breath, 2, HEIGHTS.breath, BREATHS[row.kind] ? colours[BREATHS[row.kind]] : colours.line);
    const left = Math.max(pen.scene.camera.gutter, pen.x(start)) + 6;
    const colour = BREATHS[row.kind] ? colours.sheet : colours.ink;
    const text = shortPhase(row);
    const room = pen.x(end) - left - 4;
    if (room >= text.length * 6) letter(pen, text, left, TOPS.breath + HEIGHTS.breath / 2, colour);
  });
}

function pulses(pen) {
  const { camera, colours, timeline } = pen.scene;
  pen.context.globalAlpha = camera.scale > FAR_SCALE ? 0.4 : 1;
  seen(pen, timeline.pulses, 3, (start, end) => box(pen, start, end, TOPS.pulses, 3, HEIGHTS.pulses, colours.pulse));
  pen.context.globalAlpha = 1;
}

function music(pen) {
  const { camera, colours, timeline } = pen.scene;
  const foot = TOPS.music + HEIGHTS.music;
  pen.context.fillStyle = colours.glow;
  pen.context.globalAlpha = 0.3;
  for (const bed of timeline.beds) {
    const from = Math.max(bed.start, camera.from);
    const to = Math.min(bed.end, camera.from + camera.width * camera.scale);
    if (from >= to) continue;
    pen.context.beginPath();
    pen.context.moveTo(pen.x(from), foot);
    for (let at = from; at < to; at += 2 * camera.scale) pen.context.lineTo(pen.x(at), foot - levelAt(bed.corners, at));
    pen.context.lineTo(pen.x(to), foot - levelAt(bed.corners, to));
    pen.context.lineTo(pen.x(to), foot);
    pen.context.fill();
    pen.shapes += 1;
  }
  pen.context.globalAlpha = 1;
}

/** Return how high the music stands at a moment: between two points it goes straight. */
function levelAt(levels, at) {
  let [low, high] = [0, levels.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (levels[middle][0] <= at) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [levels[Math.max(0, low - 1)] || [0, 0], levels[Math.min(low, levels.length - 1)] || [0, 0]];
  const share = after[0] > before[0] ? Math.min(1, Math.max(0, (at - before[0]) / (after[0] - before[0]))) : 0;
  const db = before[1] + share * (after[1] - before[1]);
  return HEIGHTS.music * Math.min(1, Math.max(0.04, 1 - db / QUIETEST_DB));
}

function ruler(pen) {
  const { camera, colours, timeline } = pen.scene;
  const step = STEPS_MS.find((one) => one / camera.scale >= 84) || STEPS_MS.at(-1);
  const to = Math.min(timeline.length, camera.from + camera.width * camera.scale);
  for (let at = Math.ceil(camera.from / step) * step; at <= to; at += step) {
    box(pen, at, at + camera.scale, TOPS.ruler, 0, 5, colours.line);
    letter(pen, clock(at, step < 1000), pen.x(at) + 3, TOPS.ruler + 11, colours.soft);
  }
}

function marks(pen) {
  const { colours } = pen.scene;
  seen(pen, pen.scene.marks, 4, (start, end, mark) => {
    box(pen, start, start + 2 * pen.scene.camera.scale, 0, 0, TOPS.ruler, colours.accent, 0);
    const width = 10 + 6.2 * mark.name.length;
    pen.context.fillStyle = colours.accent;
    pen.context.fillRect(pen.x(start), TOPS.music + 4, width, 16);
    letter(pen, mark.name, pen.x(start) + 5, TOPS.music + 12, colours.sheet);
  });
}
