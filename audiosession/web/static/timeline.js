// A stand-in until the timeline is here.
import { play, position, follow, stop, playing } from "./player.js";

export function openTimeline(box, facts) {
  const heard = { time: [], pick: [] };
  let from = 0;
  follow((told) => { if (told.owner === "mix") heard.time.forEach((fn) => fn({ at: told.at, isPlaying: told.isPlaying })); });
  return {
    show() {},
    playFrom(ms) { from = Math.max(0, Math.round(ms)); play(`/api/classes/${encodeURIComponent(facts.name)}/sound?from=${from}`, "mix", { at: from }); },
    playing: () => playing() === "mix",
    at: () => (playing() === "mix" ? position() : from),
    select({ start }) { from = start; },
    on: (kind, fn) => heard[kind].push(fn),
  };
}
