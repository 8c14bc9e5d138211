// The rows of a narration as the studio tells them, ready to be drawn: what rows share is put where it belongs.
import { h } from "./studio.js";

/** Return the rows of a narration, each with its source and its forms. */
export function readRows(told) {
  const sources = told.sources.map((one, id) => ({ ...one, id }));
  const forms = told.forms.map((list) => list.map((one) => ({ ...one, source: sources[one.source] })));
  return told.rows.map((row) => ({
    ...row,
    source: sources[row.source],
    forms: row.forms === null ? null : forms[row.forms],
  }));
}

/** Return rows in runs of one exercise, each of at most `most`, parted where a rep begins if there is a choice. */
export function runsOf(rows, most = 40) {
  const runs = [];
  for (const row of rows) {
    const run = runs.at(-1);
    const begins = !run || run.section !== row.section;
    const isFull = run && (run.rows.length >= most || (run.rows.length >= most / 2 && row.rep !== run.rows.at(-1).rep));
    if (begins || isFull) runs.push({ section: row.section, exercise: row.exercise, isFirst: begins, rows: [row] });
    else run.rows.push(row);
  }
  return runs;
}

/** Return how a row fits its phase: { part: 0 to 1, words: "5.5 of 6 s", state: "", "near" or "over" }; null outside one. */
export function fitOf({ lasts, room, estimate }) {
  if (room === null || room === undefined || !room) return null;
  const part = lasts / room;
  const seconds = (ms) => String(Math.round(ms / 100) / 10);
  const words = `${estimate ? "≈ " : ""}${(lasts / 1000).toFixed(1)} of ${seconds(room)} s`;
  return { part: Math.min(1, part), words, state: part > 1 ? "over" : part > 0.9 ? "near" : "" };
}

/** The number of the row that is said, or was said last, at a moment; -1 before the first. */
export function rowBefore(rows, at) {
  let found = -1;
  for (let i = 0; i < rows.length && rows[i].start <= at; i += 1) if (!rows[i].unsaid) found = i;
  return found;
}

/** A bar for how a line fits its phase, with its words. */
export function fitBar(fit) {
  const fill = h("i", {});
  fill.style.setProperty("width", `${Math.round(fit.part * 100)}%`);
  return h("span", { class: `fit ${fit.state}` }, h("span", { class: "bar", "aria-hidden": "true" }, fill), h("small", { class: "num" }, fit.words));
}
