// The page of the show works without this. With it the list can be searched and narrowed, and the address copied.
(function () {
  "use strict";
  const narrow = document.getElementById("narrow");
  const copy = document.getElementById("copy");

  // Letters alone, so that "ubung" finds "Übung".
  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function fits(row, chosen) {
    return chosen.every(function (chip) {
      const wanted = chip.dataset.value, has = row.dataset[chip.dataset.key];
      return chip.dataset.key === "minutes" ? Number(has) <= Number(wanted) : has.split(" ").includes(wanted);
    });
  }

  function narrowing() {
    const search = document.getElementById("search");
    const told = document.getElementById("classes");
    const chips = Array.from(narrow.querySelectorAll(".chip"));
    const rows = Array.from(document.querySelectorAll(".episodes > li"), function (item) {
      return { item: item, text: plain(item.textContent) };
    });

    function show() {
      const words = plain(search.value).split(/\s+/).filter(Boolean);
      const chosen = chips.filter(function (chip) { return chip.getAttribute("aria-pressed") === "true"; });
      let number = 0;
      rows.forEach(function (row) {
        const stays = fits(row.item, chosen) && words.every(function (word) { return row.text.includes(word); });
        row.item.hidden = !stays;
        number += stays ? 1 : 0;
      });
      const said = number === 0 ? told.dataset.none : number === 1 ? told.dataset.one : told.dataset.other;
      told.textContent = said.replace("{number}", number);
    }

    chips.forEach(function (chip) {
      if (chip.dataset.key === "language") chip.textContent = nameOf(chip.dataset.value);
      chip.addEventListener("click", function () {
        const pressed = chip.getAttribute("aria-pressed") === "true";
        chip.parentElement.querySelectorAll(".chip").forEach(function (one) {
          one.setAttribute("aria-pressed", String(one === chip && !pressed));
        });
        show();
      });
    });
    search.addEventListener("input", show);
    narrow.hidden = false;
    if (search.value) show(); // a browser keeps what stood there when one comes back
  }

  // What a language calls itself, as far as the browser knows.
  function nameOf(tag) {
    try {
      const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag);
      return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
    } catch (unknown) {
      return tag;
    }
  }

  function copying() {
    const field = document.getElementById("address");
    const told = document.getElementById("copied");
    field.addEventListener("focus", function () { field.select(); });
    if (!navigator.clipboard) return; // a page without TLS has none: the field can be copied by hand
    copy.hidden = false;
    copy.addEventListener("click", function () {
      navigator.clipboard.writeText(field.value).then(
        function () { told.textContent = copy.dataset.copied; },
        function () { field.focus(); }
      );
    });
  }

  if (narrow) narrowing();
  if (copy) copying();
})();
