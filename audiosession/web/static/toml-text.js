// A text of TOML as it is edited: its lines numbered, what is at fault marked at its line and told below.
import { h, shownFault } from "./studio.js";

/**
 * Return an editor: `box` is the text with its numbers, `area` the text alone, `findings` what is found in it. `before`
 * is called with a line before it is shown, so that the text is in sight; it returns true where it shows it elsewhere.
 */
export function openText(before) {
  const findings = h("div", { class: "findings", role: "status" });
  const numbers = h("pre", { class: "numbers", "aria-hidden": "true" });
  const plain = { wrap: "off", spellcheck: "false", autocapitalize: "off" };
  const area = h("textarea", { class: "code", ...plain, "aria-label": "TOML" });
  const box = h("div", { class: "toml" }, numbers, area);

  function align() {
    numbers.scrollTop = area.scrollTop;
  }

  /** Number the lines; those in `marked` are at fault. */
  function number(marked = new Set()) {
    const lines = area.value.split("\n").length;
    const shown = (n) => h("span", { class: marked.has(n) ? "marked" : null }, `${n}\n`);
    numbers.replaceChildren(...Array.from({ length: lines }, (_, n) => shown(n + 1)));
    align();
  }

  /** Show another text; hands stay where they are in it. */
  function set(text) {
    if (area.value === text) return;
    const [start, end, top] = [area.selectionStart, area.selectionEnd, area.scrollTop];
    area.value = text;
    area.setSelectionRange(start, end);
    area.scrollTop = top;
    number();
  }

  /** Scroll the text so that a line can be seen. */
  function showLine(line, count) {
    const height = area.scrollHeight / count;
    const top = (line - 1) * height;
    if (top < area.scrollTop || top > area.scrollTop + area.clientHeight - 3 * height) area.scrollTop = top - 3 * height;
  }

  /** Show where a line stands, without going there; 0 is none. */
  function mark(line) {
    [...numbers.children].forEach((one, n) => one.classList.toggle("here", n + 1 === line));
    if (line) showLine(line, area.value.split("\n").length);
  }

  function goTo(line) {
    if (before(line)) return;
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1] || "").length);
    showLine(line, lines.length);
  }

  /** Show what is found: faults first, each with the way to its line. */
  function showFound(told) {
    const found = [...told.faults, ...told.warnings];
    number(new Set(found.map((one) => one.line)));
    findings.replaceChildren(
      h("h2", { class: "label" }, found.length ? `Findings: ${found.length}` : "No findings"),
      ...found.map((one) => {
        const action = one.line ? { label: `Line ${one.line}`, run: () => goTo(one.line) } : null;
        return shownFault({ ...one, path: "" }, action);
      }));
  }

  area.addEventListener("input", () => number());
  area.addEventListener("scroll", align);
  return { box, area, findings, set, number, align, mark, goTo, showFound };
}
