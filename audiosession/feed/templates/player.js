"use strict";
// The page works without this: links to times are media fragments (#t=12.5). With it they seek the player on
// the page, the transcript follows the sound, and the breath is shown as a circle in time with the class.
(function () {
  const player = document.getElementById("player");
  const still = { kind: "", start: 0, end: 0, from: 0, to: 0, counts: 0 };

  function seek(event) {
    const link = event.currentTarget;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
    event.preventDefault();
    player.currentTime = Number(link.dataset.start) + 0.001;
    player.play().catch(function () {});
  }

  // The last row that has begun; rows are in order of time.
  function at(rows, time) {
    let low = 0, high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle].start <= time) low = middle + 1; else high = middle;
    }
    return low ? rows[low - 1] : null;
  }

  function follow(list, scrolls) {
    const rows = Array.from(list.querySelectorAll("a[data-start]"), function (link) {
      link.addEventListener("click", seek);
      return { start: Number(link.dataset.start), link: link };
    });
    let current = null;
    return function (time) {
      const row = at(rows, time);
      if (row === current) return;
      if (current) current.link.removeAttribute("aria-current");
      current = row;
      if (!row) return;
      row.link.setAttribute("aria-current", "true");
      if (scrolls && !list.contains(document.activeElement))
        list.scrollTop = row.link.offsetTop - list.clientHeight / 3;
    };
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

  function breath(rows, box) {
    const words = box.dataset; // inhale, exhale, hold and free, in the language of the page
    const moves = gestures(rows.filter(function (row) { return row.kind !== "pulse"; }));
    const pulses = rows.filter(function (row) { return row.kind === "pulse"; });
    const circle = box.querySelector(".circle");
    const word = box.querySelector(".word");
    const count = box.querySelector(".count");
    let shown = "";
    return function (time) {
      const move = at(moves, time) || still;
      const share = move.end > move.start ? Math.min(1, Math.max(0, (time - move.start) / (move.end - move.start))) : 1;
      const size = move.from + (move.to - move.from) * (0.5 - 0.5 * Math.cos(Math.PI * share));
      circle.style.setProperty("--size", size.toFixed(4));
      // Pulses lie upon a breath (two kicks on one exhale): a halo that swells and goes.
      const pulse = at(pulses, time) || still;
      const swell = pulse.end > time ? Math.sin(Math.PI * (time - pulse.start) / (pulse.end - pulse.start)) : 0;
      circle.style.setProperty("--pulse", swell.toFixed(4));
      const going = share < 1 && move.kind;
      const number = going && move.counts ? Math.min(move.counts, Math.floor(share * move.counts) + 1) : "";
      if (shown === move.start + "/" + number) return;
      shown = move.start + "/" + number;
      box.dataset.kind = going ? move.kind : "";
      word.textContent = going ? words[move.kind] || "" : "";
      count.textContent = number;
    };
  }

  const followers = [];
  const chapters = document.querySelector(".chapters");
  const transcript = document.querySelector(".transcript");
  if (chapters) followers.push(follow(chapters, false));
  if (transcript) followers.push(follow(transcript, true));
  const rows = JSON.parse(document.getElementById("breath").textContent);
  const box = document.getElementById("breath-circle");
  let draw = null;
  if (rows.some(function (row) { return row.kind !== "free"; })) draw = breath(rows, box);

  function tell() {
    followers.forEach(function (step) { step(player.currentTime); });
    if (draw) draw(player.currentTime);
  }
  function frame() {
    tell();
    if (!player.paused && !player.ended) requestAnimationFrame(frame);
  }
  player.addEventListener("play", function () {
    if (draw) box.hidden = false;
    requestAnimationFrame(frame);
  });
  player.addEventListener("seeked", tell);
  player.addEventListener("timeupdate", tell);

  const wanted = /^#t=([\d.]+)$/.exec(location.hash);
  if (wanted) player.currentTime = Number(wanted[1]);
})();
