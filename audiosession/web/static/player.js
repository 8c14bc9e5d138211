// What is heard, wherever it comes from: one sound at a time, its position told while it plays.
//
// Two decks take turns: what plays goes on until the next sound is heard, so that a click elsewhere leaves no gap.

import { Refused } from "./studio.js";

const decks = [new Audio(), new Audio()];
const PATIENCE_MS = 1500; // so long the last sound goes on while the next one is made
const AHEAD_MS = 2500; // so long before its end a loop is made ready again

let now = null; // what is heard: { deck, address, owner, from, until, again, isReady }
let coming = null; // what was asked for, and is not heard yet
let rest = 0; // where one is while nothing plays
let timer = 0;
let framed = 0;
const followers = new Set();

decks.forEach((deck) => {
  deck.preload = "auto";
  deck.addEventListener("timeupdate", () => deck === now?.deck && step());
  deck.addEventListener("playing", () => deck === now?.deck && follows());
  deck.addEventListener("waiting", () => deck === now?.deck && tell());
  for (const kind of ["ended", "error"]) deck.addEventListener(kind, () => deck === now?.deck && end());
});

/** What plays now, or is about to: the `owner` that asked for it, or null. */
export function playing() {
  return (coming || now)?.owner ?? null;
}

/** Where what plays is, in ms on the clock of its class; where it stopped, when nothing plays. */
export function position() {
  if (coming) return coming.from;
  return now ? Math.min(now.until, now.from + now.deck.currentTime * 1000) : rest;
}

/**
 * Call `step({ owner, at, isPlaying, isWaiting })` at each frame while something plays, and once when it ends.
 * `isWaiting` is true while the studio makes what was asked for.
 */
export function follow(step) {
  followers.add(step);
  return () => followers.delete(step);
}

function tell(owner = playing()) {
  const isPlaying = Boolean(coming || now);
  const isWaiting = Boolean(coming) || (isPlaying && now.deck.readyState < HTMLMediaElement.HAVE_FUTURE_DATA);
  const told = { owner, at: position(), isPlaying, isWaiting };
  followers.forEach((one) => one(told));
}

/**
 * Play the sound at `address` for `owner`. `at` is where it begins on the clock of a class, `to` where it is to stop, or
 * to go on with `again`: { address, at }, for ever. Resolves when it is heard; rejects with what the studio says else.
 */
export async function play(address, owner, { at = 0, to = Infinity, again = null } = {}) {
  if (coming) empty(coming.deck);
  const sound = { deck: spare(), address, owner, from: at, until: to, again, isReady: false };
  coming = sound;
  clearTimeout(timer);
  if (now) timer = setTimeout(() => coming === sound && now?.deck.pause(), PATIENCE_MS);
  tell();
  sound.deck.src = address;
  try {
    await sound.deck.play();
  } catch (error) {
    if (coming !== sound) return; // another sound was asked for meanwhile
    rest = at;
    stop();
    throw await reason(address, error);
  }
  if (coming === sound) heard(sound);
}

/** Let what plays end at `to`, or go on there with `again`; without both it plays to its own end. */
export function bound({ to = Infinity, again = null } = {}) {
  const sound = coming || now;
  if (!sound) return;
  Object.assign(sound, { until: to, again, isReady: false });
  if (!coming) empty(spare());
  step();
}

/** Stop what plays; `position` stays where it was. */
export function stop() {
  const { owner } = coming || now || { owner: null };
  rest = position();
  [now, coming] = [null, null];
  clearTimeout(timer);
  decks.forEach(empty);
  tell(owner);
}

function spare() {
  return decks.find((deck) => deck !== now?.deck);
}

/** Let go of what a deck plays, so that the studio knows that nobody listens any more. */
function empty(deck) {
  deck.pause();
  if (!deck.hasAttribute("src")) return;
  deck.removeAttribute("src");
  deck.load();
}

function heard(sound) {
  const before = now;
  [now, coming] = [sound, null];
  clearTimeout(timer);
  if (before) empty(before.deck);
  follows();
  step();
}

function follows() {
  if (!framed) framed = requestAnimationFrame(frame);
}

/** See to it that what plays ends where it is to end, to the millisecond as far as a timer goes. */
function step() {
  if (coming || !now) return;
  const left = now.until - position();
  if (left <= 1) return end();
  clearTimeout(timer);
  if (left < 1000) timer = setTimeout(step, left);
  if (now.again && !now.isReady && left < AHEAD_MS) ready();
  tell();
}

/** Have the other deck load the loop once more, so that its beginning follows its end without a gap. */
function ready() {
  now.isReady = true;
  const deck = spare();
  deck.src = now.again.address;
  deck.load();
}

function end() {
  if (coming) return;
  if (!now.again || now.deck.error) return stop();
  const last = now;
  const { address, at } = last.again;
  const next = { ...last, deck: spare(), address, from: at, isReady: false };
  if (!next.deck.hasAttribute("src")) next.deck.src = address;
  last.deck.pause();
  Object.assign(last, { until: Infinity, again: null }); // it has ended, and is not to end twice
  next.deck.play().then(() => now === last && heard(next), () => now === last && stop());
}

function frame() {
  framed = 0;
  if (!now || now.deck.paused) return;
  step();
  follows();
}

/** Return why a sound can't be played, in the words of the studio where it has some. */
async function reason(address, error) {
  if (error.name === "NotAllowedError") {
    return new Refused(0, { message: "The browser wants a click before it plays.", hint: "Press play once more." });
  }
  const answer = await fetch(address, { headers: { Range: "bytes=0-1" } }).catch(() => null);
  if (!answer) return new Refused(0, { message: "The studio does not answer.", hint: "See whether it still runs." });
  const isJson = answer.headers.get("content-type")?.startsWith("application/json");
  const told = isJson ? (await answer.json()).error : { message: "It can't be played.", hint: "" };
  if (!isJson) answer.body?.cancel();
  return new Refused(answer.status, told);
}
