// The page works without this: links to times are media fragments (#t=12.5). With it they seek the player on
// the page, the transcript follows the sound, and the breath is shown as a circle in time with the class.
(function () {
  "use strict";
  const player = document.getElementById("player");
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

  const followers = [];
  const chapters = document.querySelector(".chapters");
  const transcript = document.querySelector(".transcript");
  if (chapters) followers.push(follow(chapters, false));
  if (transcript) followers.push(follow(transcript, true));
  const rows = JSON.parse(document.getElementById("breath").textContent);
  const box = document.getElementById("breath-circle");
  let draw = null;
  if (rows.some(function (row) { return row.kind !== "free"; })) draw = globalThis.breathCircle(rows, box);

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
