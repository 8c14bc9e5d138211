// The pages as listeners will see them, before anything is put out: as on a phone, or wide.
import { ask, attempt, h } from "./studio.js";

const WIDTHS = [["Phone", "24.4rem"], ["Wide", "100%"]];

/** Draw into `box` the button that has the pages made from what `asked()` says, or null while nothing is chosen. */
export function openPages(box, asked) {
  const button = h("button", { type: "button", onclick: look }, "Look at the pages");
  const shown = h("div", {});
  box.replaceChildren(h("p", { class: "row" }, button), shown);

  async function look() {
    button.setAttribute("aria-busy", "true");
    const made = await attempt(() => ask("POST", "/api/publish/pages", asked()));
    button.removeAttribute("aria-busy");
    if (made) show(made.pages);
  }

  function show(pages) {
    const byDepth = [...pages].sort((a, b) => a.split("/").length - b.split("/").length || a.localeCompare(b));
    const frame = h("iframe", { title: "The page as it will be seen", src: byDepth[0], class: "seen" });
    const chips = WIDTHS.map(([word, width], index) => h("button", {
      type: "button", class: "chip", "aria-pressed": String(index === 1),
      onclick: (event) => {
        frame.style.setProperty("--width", width);
        chips.forEach((one) => one.setAttribute("aria-pressed", String(one === event.target)));
      },
    }, word));
    const choose = h("select", { "aria-label": "Page", onchange: (event) => { frame.src = event.target.value; } },
      byDepth.map((page) => h("option", { value: page }, named(page))));
    shown.replaceChildren(h("p", { class: "row" }, choose, h("span", { class: "row wide-only" }, chips)), frame);
  }

  return { enable: (isOn) => { button.disabled = !isOn; } };
}

function named(page) {
  const name = page.replace(/^\/site\/[^/]+\//, "").replace(/\.html$/, "");
  return name === "index" ? "All episodes" : name.replace(/^episodes\//, "");
}
