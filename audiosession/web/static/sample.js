// A line in a voice: spoken on this machine, or by whoever the voice is, and played.
import { Refused } from "./studio.js";
import { follow, play, playing, stop } from "./player.js";

let last = "";

/** Say `text`, or a line of a class, in a voice; what it says plays as `who`. Throws Refused. */
export async function sample(voice, { text = "", language = "", who = voice } = {}) {
  if (playing() === who) return stop();
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ voice, text, language }) };
  const answer = await fetch("/api/voices/sample", options).catch(() => null);
  if (!answer) throw new Refused(0, { message: "The studio does not answer.", hint: "See whether it still runs in the terminal." });
  if (!answer.ok) throw new Refused(answer.status, (await answer.json()).error);
  URL.revokeObjectURL(last);
  last = URL.createObjectURL(await answer.blob());
  return play(last, who);
}

const shown = new WeakMap();

/** Have a button show ■ while what plays is `who`, its own. */
export function shows(button, who) {
  const isNew = !shown.has(button);
  shown.set(button, who);
  if (!isNew) return;
  const word = button.textContent.replace(/^[▶■]\s*/, "");
  follow(({ owner, isPlaying, isWaiting }) => {
    const own = owner === shown.get(button) && isPlaying;
    if (own && isWaiting) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
    const text = `${own ? "■" : "▶"}${word ? ` ${word}` : ""}`;
    if (button.textContent !== text) button.textContent = text;
  });
}
