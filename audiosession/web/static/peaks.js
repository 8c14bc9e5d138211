// How loud the voice is over time: asked for in tiles of so many points, once for each level of zoom, and kept.

const POINTS = 512;
const FINEST_MS = 10; // the studio knows no more than one level for each 10 ms
const MOST_TILES = 400;
const REST_MS = 70; // a view that only flies by asks for nothing

/**
 * Return the peaks of one class. `load(from, to, points)` asks for them and resolves to numbers up to 255; `arrived()`
 * is called when more can be drawn.
 */
export function openPeaks(load, arrived) {
  const tiles = new Map(); // "level/number" → Uint8Array, or null while it is asked for
  const wanted = new Map();
  let timer = 0;

  function want(level, number) {
    const key = `${level}/${number}`;
    if (tiles.has(key)) return tiles.get(key);
    wanted.set(key, [level, number]);
    if (!timer) timer = setTimeout(fetchWanted, REST_MS);
    return null;
  }

  function fetchWanted() {
    timer = 0;
    for (const [key, [level, number]] of wanted) {
      tiles.set(key, null);
      const lasts = tileMs(level);
      load(number * lasts, (number + 1) * lasts, POINTS).then(
        (points) => { tiles.set(key, Uint8Array.from(points)); arrived(); },
        () => tiles.delete(key),
      );
    }
    wanted.clear();
    for (const key of tiles.keys()) {
      if (tiles.size <= MOST_TILES) break;
      if (tiles.get(key)) tiles.delete(key);
    }
  }

  /** Return the tile, or of a coarser one that is there the part that stands for it: { points, first, count }. */
  function found(level, number) {
    const points = want(level, number);
    if (points) return { points, first: 0, count: POINTS };
    for (let up = 1; up < 6; up += 1) {
      const coarse = tiles.get(`${level + up}/${number >> up}`);
      const count = POINTS >> up;
      if (coarse) return { points: coarse, first: (number & ((1 << up) - 1)) * count, count };
    }
    return null;
  }

  return {
    /** Return what is there of the time from `from` to `to` where a pixel is `scale` ms: [{ start, pointMs, points, … }]. */
    tiles(from, to, scale) {
      wanted.clear();
      const level = Math.max(0, Math.floor(Math.log2(scale / FINEST_MS)));
      const lasts = tileMs(level);
      const there = [];
      for (let number = Math.max(0, Math.floor(from / lasts)); number * lasts < to; number += 1) {
        const tile = found(level, number);
        there.push({ start: number * lasts, end: (number + 1) * lasts, pointMs: tile ? lasts / tile.count : 0, ...tile });
      }
      return there;
    },
  };
}

function tileMs(level) {
  return POINTS * FINEST_MS * 2 ** level;
}
