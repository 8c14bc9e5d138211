// What is heard, wherever it comes from: one sound at a time, its position told while it plays.

const audio = new Audio();
audio.preload = "auto";
let from = 0; // where the sound that plays begins, on the clock of its class, in ms
let until = Infinity;
let owner = null;
const followers = new Set();

/** What plays now: the `owner` that asked for it, or null. */
export function playing() {
  return audio.paused ? null : owner;
}

/** Where what plays is, in ms on the clock of its class. */
export function position() {
  return from + audio.currentTime * 1000;
}

/** Call `follow({ owner, at, isPlaying })` at each frame while something plays, and once when it ends. */
export function follow(step) {
  followers.add(step);
  return () => followers.delete(step);
}

function tell() {
  const told = { owner, at: position(), isPlaying: !audio.paused };
  followers.forEach((step) => step(told));
}

function frame() {
  if (!audio.paused && position() >= until) audio.pause();
  tell();
  if (!audio.paused) requestAnimationFrame(frame);
}

/**
 * Play the sound at `address` for `who`; what played before ends. `at` is where it begins on the clock of a class, `to`
 * where it is to stop. Resolves when the first sample is heard; rejects with what the studio says where there is none.
 */
export async function play(address, who, { at = 0, to = Infinity } = {}) {
  audio.pause();
  owner = who;
  from = at;
  until = to;
  audio.src = address;
  try {
    await audio.play();
  } catch (error) {
    if (error.name === "AbortError") return; // another sound was asked for meanwhile
    const answer = await fetch(address).catch(() => null);
    const told = answer && !answer.ok ? await answer.json().catch(() => null) : null;
    throw Object.assign(new Error(told?.error.message || "It can't be played."), { fault: told?.error });
  }
}

/** Stop what plays. */
export function stop() {
  audio.pause();
  tell();
}

audio.addEventListener("playing", () => requestAnimationFrame(frame));
audio.addEventListener("pause", tell);
audio.addEventListener("ended", tell);
