// Buttons that play one sound, or stop it while it plays: one follower for all of them.
import { attempt, h } from "./studio.js";
import { follow, play, playing, stop } from "./player.js";

/** Return a round button that plays the sound at `path` as `who`; `title` is what it is called. */
export function listen(who, path, title) {
  const button = h("button", { type: "button", class: "round main" });
  return sounding(button, who, title, () => play(path, who));
}

/** Have `button` play by `begin`, as `who`, and stop while that plays; its words follow, `word` behind the sign if any. */
export function sounding(button, who, title, begin, word = "") {
  Object.assign(button.dataset, { sounds: who, title, word });
  button.addEventListener("click", () => (playing() === who ? stop() : attempt(begin)));
  show(button, playing());
  return button;
}

function show(button, owner) {
  const { sounds, title, word } = button.dataset;
  const plays = owner === sounds;
  button.textContent = `${plays ? "■" : "▶"}${word ? ` ${word}` : ""}`;
  if (title) button.setAttribute("aria-label", `${plays ? "Stop" : "Play"} ${title}`);
}

let shown = null;
follow(({ owner, isPlaying }) => {
  const now = isPlaying ? owner : null;
  if (now === shown) return;
  shown = now;
  document.querySelectorAll("button[data-sounds]").forEach((button) => show(button, now));
});
