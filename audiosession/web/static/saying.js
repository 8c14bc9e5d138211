// A line heard by itself, and its words saved where they stand.
import { ask, attempt, say, showConflict, showJournal } from "./studio.js";
import { play, playing, stop } from "./player.js";
import { address, textAddress } from "./classroom.js";

/** Play a line by itself; a second press stops it. */
export function playLine(path) {
  if (playing() === path) { stop(); return; }
  attempt(async () => {
    try {
      await play(path, path);
    } catch (error) {
      say(error.message, { hint: error.fault?.hint, isFault: true });
    }
  });
}

/** Save words where they stand. Throws what the studio refuses, but for a conflict, which is shown. */
export async function saveWords(row, source, text) {
  const path = address(`lines/${row.id}`);
  try {
    const told = await ask("POST", path, { text, source: source.id, was: source.text });
    if (told.journal) showJournal(told.journal);
  } catch (error) {
    if (error.status !== 409 || !error.fault.yours) throw error;
    const [kind, name] = source.language ? ["translation", `${source.name}.${source.language}`] : [source.kind, source.name];
    showConflict(error.fault, (whole, version) => attempt(() => ask("PUT", textAddress(kind, name), { text: whole, version })));
  }
}
