// Where one is in a class: looked up in what the studio tells of its timeline, and said in words.
import { clock } from "./studio.js";

const BREATHS = ["inhale", "exhale", "hold", "free"];
const SIDES = ["", "left", "right"];
const WORDS = { inhale: "inhale", exhale: "exhale", hold: "hold", free: "breathe freely" };

/** The number of the last row that began at or before `at`; -1 where none did. Rows stand in order of their starts. */
export function lastBegun(rows, at) {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].start <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The row that `at` lies in, or null. */
export function rowAt(rows, at) {
  const row = rows[lastBegun(rows, at)];
  return row && at < row.end ? row : null;
}

/** Return what the studio tells of a timeline with names for what its rows hold, and its reps. */
export function readTimeline(told) {
  const named = (rows, ...names) => (rows || []).map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
  const breaths = named(told.breaths, "kind", "start", "end", "counts", "side", "rep", "exercise");
  for (const one of breaths) Object.assign(one, { kind: BREATHS[one.kind], side: SIDES[one.side] });
  const timeline = {
    length: told.length,
    sections: named(told.sections, "title", "exercise", "start", "end"),
    speech: named(told.speech, "start", "end", "row", "form", "isEstimate"),
    breaths,
    pulses: named(told.pulses, "start", "end"),
    beds: named(told.beds, "name", "start", "end", "corners"),
    windows: named(told.windows, "start", "end", "isReady"),
  };
  timeline.reps = repsOf(timeline);
  return timeline;
}

/** Return the reps: runs of phases that belong to the same one. */
function repsOf(timeline) {
  const reps = [];
  for (const phase of timeline.breaths) {
    if (!phase.rep) continue;
    const last = reps.at(-1);
    if (last && last.rep === phase.rep && last.exercise === phase.exercise) last.end = phase.end;
    else reps.push({ start: phase.start, end: phase.end, rep: phase.rep, exercise: phase.exercise });
  }
  return reps;
}

/** Return where one is, part by part: the section, the rep, the phase with its count. */
export function wordsAt(timeline, at) {
  const section = timeline.sections[lastBegun(timeline.sections, at)];
  const rep = rowAt(timeline.reps, at);
  const phase = rowAt(timeline.breaths, at);
  return [section?.title, rep ? `rep ${rep.rep}` : "", phase ? phaseWords(phase, at) : ""].filter(Boolean);
}

function phaseWords(phase, at) {
  const counts = phase.counts || 0;
  const number = Math.min(counts, 1 + Math.floor(((at - phase.start) / (phase.end - phase.start)) * counts));
  return [WORDS[phase.kind], phase.side, counts ? `${number} of ${counts}` : ""].filter(Boolean).join(" ");
}

/** Return where one is in one sentence, as it is read aloud: "8:30.4, Single Leg Kick, rep 1, exhale left 1 of 6". */
export function spokenAt(timeline, at) {
  return [clock(at, true), ...wordsAt(timeline, at)].join(", ");
}

/** Return what a phase is called where it is drawn: "in 4", "out left". */
export function shortPhase(phase) {
  const word = { inhale: "in", exhale: "out", hold: "hold", free: "free" }[phase.kind];
  return [word, phase.side || phase.counts || ""].filter((part) => part !== "").join(" ");
}

/** Return where the next of `rows` begins after `at`, or, where `way` is -1, the one that begins before it. */
export function nextStart(rows, at, way) {
  const number = way > 0 ? lastBegun(rows, at) + 1 : lastBegun(rows, at - 1);
  return rows[number]?.start ?? null;
}
