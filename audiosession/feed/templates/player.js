// The page works without this: the browser's own controls play, and links to times are media fragments (#t=12.5). With
// it there are controls of our own, the transcript follows the sound, and a circle breathes with the class.
(function () {
  "use strict";
  const STEP_S = 15;
  const FADE_S = 8; // before it ends by itself
  const SAVED_EVERY_S = 5;
  const WORTH_KEEPING_S = 10; // a place nearer to the start or the end is none to go back to
  const PLACES = 100; // so many classes are remembered
  const STORE = "audiosession.places";
  const player = document.getElementById("player");
  const mat = document.getElementById("mat");
  const controls = document.getElementById("controls");
  const steps = []; // what is drawn anew as time goes on

  function button(name) { return controls.querySelector("[data-do=" + name + "]"); }
  function field(name) { return document.getElementById(name); }
  function start() { player.play().catch(function () {}); }
  function toggle() { if (player.paused) start(); else player.pause(); }
  function duration() { return Number.isFinite(player.duration) ? player.duration : Number(field("place").max); }
  function go(time) { player.currentTime = Math.max(0, Math.min(duration(), time)); }
  function by(seconds) { go(player.currentTime + seconds); }
  function label(control, words) {
    control.setAttribute("aria-label", words);
    control.title = words;
  }
  function clock(seconds) {
    const whole = Math.floor(seconds), two = function (number) { return String(number).padStart(2, "0"); };
    const hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
    return (hours ? hours + ":" + two(minutes) : minutes) + ":" + two(whole % 60);
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

  function rowsOf(list) {
    if (!list) return [];
    return Array.from(list.querySelectorAll("a[data-start]"), function (link) {
      link.addEventListener("click", function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
        event.preventDefault();
        player.currentTime = Number(link.dataset.start) + 0.001;
        start();
      });
      return { start: Number(link.dataset.start), end: Number(link.dataset.end), link: link };
    });
  }

  // Marks the row that is heard, and tells `changed` of it.
  function follow(rows, changed) {
    let current = null;
    return function (time) {
      const row = at(rows, time);
      if (row === current) return;
      if (current) current.link.removeAttribute("aria-current");
      current = row;
      if (row) row.link.setAttribute("aria-current", "true");
      changed(row);
    };
  }

  const transcript = document.querySelector(".transcript");
  const chapters = rowsOf(document.querySelector(".chapters"));
  const lines = rowsOf(transcript);

  function toChapter(way) {
    const now = chapters.indexOf(at(chapters, player.currentTime));
    const again = way < 0 && now >= 0 && player.currentTime - chapters[now].start > 3;
    const next = chapters[again ? now : now + way];
    if (next) go(next.start + 0.001); else if (way < 0) go(0);
  }

  function showLine(row) {
    const said = field("said");
    if (said) {
      said.textContent = row ? row.link.lastElementChild.textContent : "";
      said.hidden = !row;
    }
    if (row && !transcript.contains(document.activeElement))
      transcript.scrollTop = row.link.offsetTop - transcript.clientHeight / 3;
  }

  // Where one was the last time, kept in this browser alone; without storage (private windows) there is nothing to keep.
  function places() {
    try {
      const found = JSON.parse(localStorage.getItem(STORE));
      return Array.isArray(found) ? found.filter(function (row) {
        return Array.isArray(row) && typeof row[0] === "string" && Number.isFinite(row[1]);
      }) : [];
    } catch (none) {
      return [];
    }
  }
  function keep() {
    const time = player.currentTime, guid = player.dataset.guid;
    if (time <= WORTH_KEEPING_S || !player.played.length) return;
    const others = places().filter(function (row) { return row[0] !== guid; });
    const rest = time < duration() - WORTH_KEEPING_S ? [[guid, Math.floor(time)]] : [];
    try {
      localStorage.setItem(STORE, JSON.stringify(rest.concat(others).slice(0, PLACES)));
    } catch (none) { /* private or full */ }
  }
  function resuming() {
    const offer = button("resume"), row = places().find(function (one) { return one[0] === player.dataset.guid; });
    let saved = 0;
    if (row) {
      offer.textContent = offer.dataset.says.replace("{time}", clock(row[1]));
      offer.hidden = false;
      offer.addEventListener("click", function () {
        offer.hidden = true;
        button("play").focus();
        go(row[1]);
        start();
      });
    }
    steps.push(function (time) {
      if (row && time >= row[1]) offer.hidden = true;
      if (Math.abs(time - saved) < SAVED_EVERY_S) return;
      saved = time;
      keep();
    });
    player.addEventListener("pause", keep);
    addEventListener("pagehide", keep);
  }

  // Ends by itself: after so much time of playing, or at the end of the chapter; the last seconds grow quieter.
  function sleeping() {
    const choice = field("sleep");
    let left = null, end = null, last = 0;
    function choose() {
      const chapter = choice.value === "chapter" ? at(chapters, player.currentTime) : null;
      end = chapter ? chapter.end : null;
      left = chapter || !choice.value ? null : Number(choice.value) || null;
      last = performance.now();
      player.volume = 1;
    }
    choice.addEventListener("change", choose);
    player.addEventListener("seeked", function () { if (end !== null) choose(); });
    player.addEventListener("play", function () { last = performance.now(); });
    player.addEventListener("ended", function () { choice.value = ""; choose(); });
    steps.push(function (time) {
      const now = performance.now();
      if (left !== null && !player.paused) left -= (now - last) / 1000;
      last = now;
      const rest = end === null ? left : (end - time) / player.playbackRate;
      if (rest === null || player.paused) return;
      player.volume = Math.max(0, Math.min(1, rest / FADE_S));
      if (rest > 0) return;
      player.pause();
      choice.value = "";
      choose();
    });
  }

  // The circle, the line and the controls alone, over the whole screen where the browser lets it; the screen stays on
  // while it plays, where it can be asked to.
  function lying() {
    const open = button("mat");
    let lock = null, asked = false;
    function wanted() { return mat.classList.contains("large") && !player.paused && !document.hidden; }
    function wake() {
      field("awake").hidden = !lock;
      if (lock && !wanted()) lock.release();
      if (lock || asked || !wanted() || !navigator.wakeLock) return;
      asked = true;
      navigator.wakeLock.request("screen").then(function (given) {
        lock = given;
        given.addEventListener("release", function () { lock = null; wake(); });
      }, function () {}).then(function () {
        asked = false;
        if (lock) wake(); // refused is refused until something changes
      });
    }
    function show(large) {
      mat.classList.toggle("large", large);
      document.documentElement.classList.toggle("still", large);
      for (let one = mat; one !== document.body; one = one.parentElement)
        Array.from(one.parentElement.children).forEach(function (other) { if (other !== one) other.inert = large; });
      open.lastElementChild.textContent = large ? open.dataset.close : open.dataset.open;
      if (large && mat.requestFullscreen) mat.requestFullscreen().catch(function () {});
      if (!large && document.fullscreenElement) document.exitFullscreen().catch(function () {});
      (large ? button("play") : open).focus();
      wake();
    }
    open.addEventListener("click", function () { show(!mat.classList.contains("large")); });
    document.addEventListener("fullscreenchange", function () {
      if (!document.fullscreenElement && mat.classList.contains("large")) show(false);
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && mat.classList.contains("large")) show(false);
    });
    ["play", "pause", "ended"].forEach(function (kind) { player.addEventListener(kind, wake); });
    document.addEventListener("visibilitychange", wake);
  }

  function placing() {
    const slider = field("place");
    let shown = "";
    slider.addEventListener("input", function () { go(Number(slider.value)); });
    function measure() {
      slider.max = Math.floor(duration());
      field("whole").textContent = clock(duration());
      shown = "";
      show(player.currentTime);
    }
    function show(time) {
      const now = clock(time);
      if (now === shown) return;
      shown = now;
      slider.value = Math.floor(time);
      slider.setAttribute("aria-valuetext", now + " / " + clock(duration()));
      field("now").textContent = now;
    }
    player.addEventListener("loadedmetadata", measure);
    measure();
    steps.push(show);
  }

  function speeding() {
    const choice = field("speed"), written = new Intl.NumberFormat(document.documentElement.lang);
    Array.from(choice.options).forEach(function (one) { one.textContent = written.format(one.value) + " ×"; });
    choice.addEventListener("change", function () { player.playbackRate = Number(choice.value); });
  }

  const doing = {
    play: toggle,
    back: function () { by(-STEP_S); },
    forward: function () { by(STEP_S); },
    previous: function () { toChapter(-1); },
    next: function () { toChapter(1); },
  };

  function pressing() {
    const play = button("play");
    Object.keys(doing).forEach(function (name) {
      if (button(name)) button(name).addEventListener("click", doing[name]);
    });
    function tell() {
      mat.classList.toggle("playing", !player.paused);
      label(play, player.paused ? play.dataset.play : play.dataset.pause);
    }
    ["play", "pause", "ended"].forEach(function (kind) { player.addEventListener(kind, tell); });
    tell();
    document.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
      if (event.target.matches("input, select, textarea")) return;
      const name = { " ": "play", ArrowLeft: "back", ArrowRight: "forward" }[event.key];
      if (!name || (name === "play" && event.target.matches("button, ol"))) return; // those have a use for it
      event.preventDefault();
      doing[name]();
    });
  }

  // What a phone shows on its locked screen, and the keys of headphones.
  function telling() {
    const session = navigator.mediaSession;
    if (!session || !globalThis.MediaMetadata) return;
    const cover = document.querySelector(".cover");
    session.metadata = new MediaMetadata({
      title: player.getAttribute("aria-label"), artist: player.dataset.show, artwork: cover ? [{ src: cover.src }] : [],
    });
    const known = {
      play: start, pause: function () { player.pause(); },
      seekbackward: function (asked) { by(-(asked.seekOffset || STEP_S)); },
      seekforward: function (asked) { by(asked.seekOffset || STEP_S); },
      seekto: function (asked) { go(asked.seekTime); },
    };
    if (chapters.length) Object.assign(known, { previoustrack: doing.previous, nexttrack: doing.next });
    Object.keys(known).forEach(function (name) {
      try { session.setActionHandler(name, known[name]); } catch (unknown) { /* an older browser */ }
    });
    function place() {
      if (!session.setPositionState || !Number.isFinite(player.duration)) return;
      session.setPositionState({
        duration: player.duration, playbackRate: player.playbackRate,
        position: Math.min(player.currentTime, player.duration),
      });
    }
    ["loadedmetadata", "play", "seeked", "ratechange"].forEach(function (kind) { player.addEventListener(kind, place); });
  }

  const rows = JSON.parse(field("breath").textContent);
  const box = field("breath-circle");
  if (rows.some(function (row) { return row.kind !== "free"; })) {
    steps.push(globalThis.breathCircle(rows, box));
    player.addEventListener("play", function () { box.hidden = false; });
  }
  if (chapters.length) steps.push(follow(chapters, function () {}));
  if (lines.length) steps.push(follow(lines, showLine));

  function tell() {
    steps.forEach(function (step) { step(player.currentTime); });
  }
  function frame() {
    tell();
    if (!player.paused && !player.ended) requestAnimationFrame(frame);
  }
  player.addEventListener("play", function () { requestAnimationFrame(frame); });
  player.addEventListener("seeked", tell);
  player.addEventListener("timeupdate", tell);

  // A file that can't be played is the browser's to tell of.
  function ours() {
    player.controls = Boolean(player.error);
    controls.hidden = player.controls;
  }
  if (controls) { // a project's own template may leave them out
    [pressing, placing, speeding, sleeping, resuming, lying, telling].forEach(function (part) { part(); });
    player.addEventListener("error", ours);
    ours();
  }

  const wanted = /^#t=([\d.]+)$/.exec(location.hash);
  if (wanted) player.currentTime = Number(wanted[1]);
})();
