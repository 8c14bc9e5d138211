// The circle that breathes. `breathCircle(rows, box)` returns a function that draws the moment at so many seconds.
// Rows are phases and pulses in order of time: kind, start and end in seconds, counts where it has some. The box holds
// .circle, .word and .count, and the words to show as data-inhale, data-exhale, data-hold and data-free.
globalThis.breathCircle = (function () {
  "use strict";
  const still = { kind: "", start: 0, end: 0, from: 0, to: 0, counts: 0 };

  // The last row that has begun.
  function at(rows, time) {
    let low = 0, high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle].start <= time) low = middle + 1; else high = middle;
    }
    return low ? rows[low - 1] : still;
  }

  // One gesture may be several rows (an exhale on two kicks): a run of the same kind moves the circle once,
  // each row by its share of the time.
  function gestures(rows) {
    let size = 0;
    const found = [];
    for (let first = 0; first < rows.length;) {
      let last = first;
      const kind = rows[first].kind;
      while (last + 1 < rows.length && rows[last + 1].kind === kind) last += 1;
      const goal = kind === "inhale" ? 1 : kind === "exhale" ? 0 : size;
      let whole = 0, done = 0;
      for (let i = first; i <= last; i += 1) whole += rows[i].end - rows[i].start;
      for (let i = first; i <= last; i += 1) {
        const from = size + (goal - size) * (whole ? done / whole : 1);
        done += rows[i].end - rows[i].start;
        found.push(Object.assign({}, rows[i], { from: from, to: size + (goal - size) * (whole ? done / whole : 1) }));
      }
      size = goal;
      first = last + 1;
    }
    return found;
  }

  return function (rows, box) {
    const moves = gestures(rows.filter(function (row) { return row.kind !== "pulse"; }));
    const pulses = rows.filter(function (row) { return row.kind === "pulse"; });
    const circle = box.querySelector(".circle");
    const word = box.querySelector(".word");
    const count = box.querySelector(".count");
    let shown = null;
    return function (time) {
      const move = at(moves, time);
      const share = move.end > move.start ? Math.min(1, Math.max(0, (time - move.start) / (move.end - move.start))) : 1;
      const size = move.from + (move.to - move.from) * (0.5 - 0.5 * Math.cos(Math.PI * share));
      circle.style.setProperty("--size", size.toFixed(4));
      // Pulses lie upon a breath (two kicks on one exhale): a halo that swells and goes.
      const pulse = at(pulses, time);
      const swell = pulse.end > time ? Math.sin(Math.PI * (time - pulse.start) / (pulse.end - pulse.start)) : 0;
      circle.style.setProperty("--pulse", swell.toFixed(4));
      const going = share < 1 && move.kind;
      const number = going && move.counts ? Math.min(move.counts, Math.floor(share * move.counts) + 1) : "";
      const now = going + "/" + move.start + "/" + number;
      if (shown === now) return;
      shown = now;
      box.dataset.kind = going || "";
      word.textContent = going ? box.dataset[going] || "" : "";
      count.textContent = number;
    };
  };
})();
