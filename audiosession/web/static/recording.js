// A line recorded by the instructor: with the microphone, after a count-in, or from a file that is dropped on it.
import { ask, attempt, dialog, h, say, showJournal } from "./studio.js";
import { stop } from "./player.js";
import { address } from "./classroom.js";

const COUNT_IN = 3; // counts before the microphone is heard, one a second
const SPARE = 3000; // ms beyond the phase after which a recording ends by itself
const FREE = 30000; // ms at most for a line that has no phase

/** Whether this browser has a microphone to record with. */
export function canRecord() {
  return Boolean(navigator.mediaDevices?.getUserMedia && globalThis.MediaRecorder);
}

/** Record a line: a count-in, the length of its phase as a bar, and a stop. `page` is told when it is kept. */
export async function record(row, page) {
  stop();
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
  } catch {
    say("The microphone can't be heard.", { hint: "Let the browser use it, or drop a file on the line.", isFault: true });
    return;
  }
  const room = row.room || FREE;
  const told = h("p", { class: "count", role: "status", "aria-live": "assertive" });
  const bar = h("progress", { max: room, value: 0, "aria-label": "How much of the phase has gone by" });
  const end = h("button", { type: "button", class: "main", disabled: true, onclick: () => recorder.stop() }, "■ Stop");
  const recorder = new MediaRecorder(stream);
  const pieces = [];
  let isKept = true;
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  const box = dialog("Record the line", h("p", { class: "words-to-say" }, row.text), told,
    row.room ? h("p", { class: "soft num" }, `Its phase lasts ${row.room / 1000} s.`) : null, bar,
    h("p", { class: "row" }, end, h("button", { type: "button", onclick: () => box.close() }, "Cancel")));
  box.addEventListener("close", () => { isKept = isKept && recorder.state === "inactive" && pieces.length > 0; finish(); });
  const finish = () => { if (recorder.state !== "inactive") { isKept = false; recorder.stop(); } stream.getTracks().forEach((track) => track.stop()); };
  recorder.addEventListener("stop", () => {
    if (isKept) send(row, new Blob(pieces, { type: recorder.mimeType }), page);
    box.close();
  });
  for (let count = COUNT_IN; count > 0 && box.open; count -= 1) {
    told.textContent = String(count);
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
  }
  if (!box.open) return;
  told.textContent = "Say it now";
  end.disabled = false;
  recorder.start();
  const began = performance.now();
  const step = () => {
    const gone = performance.now() - began;
    bar.value = Math.min(room, gone);
    if (recorder.state === "recording" && gone > room + SPARE) recorder.stop();
    else if (recorder.state === "recording") requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

/** Take the sound file that was dropped on a line. */
export function dropped(event, row, page) {
  const [file] = event.dataTransfer?.files || [];
  if (!file) return;
  event.preventDefault();
  send(row, file, page);
}

/** Have a recording heard in the place of a line. */
export async function send(row, sound, page) {
  const told = await attempt(() => ask("POST", address(`lines/${row.id}/record`, { digest: page.digest }), sound));
  if (!told) return;
  showJournal(told.journal);
  say("Your recording is heard there now.");
  await page.retook();
}
