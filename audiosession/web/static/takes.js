// The takes of a line that are kept: each can be heard, chosen, or given up for the usual one; a file can be taken in.
import { ask, attempt, dialog, h, showJournal } from "./studio.js";
import { address } from "./classroom.js";
import { playLine } from "./saying.js";
import { send } from "./recording.js";

/** Show the takes of a row's lines; the `page` is told when another one is chosen. */
export async function showTakes(row, page) {
  const told = await attempt(() => ask("GET", address(`lines/${row.id}/takes`)));
  if (!told) return;
  const body = h("div", {});
  const file = h("input", { type: "file", accept: "audio/*", onchange: () => { if (file.files[0]) { box.close(); send(row, file.files[0], page); } } });
  const box = dialog("Takes of this line", body,
    h("label", { class: "field" }, h("span", { class: "label-text" }, "A recording of your own, from a file"), file),
    h("p", { class: "row" }, h("button", { type: "button", class: "main", onclick: () => box.close() }, "Done")));
  const draw = (lines) => body.replaceChildren(...lines.map((one) => takesOf(row, one, choose)));
  const choose = async (line, take) => {
    const now = await attempt(() => ask("POST", address(`lines/${row.id}/choose`, { part: line.part, digest: page.digest }), { take }));
    if (!now) return;
    showJournal(now.journal);
    await page.retook();
    draw(now.lines);
  };
  draw(told.lines);
}

function takesOf(row, line, choose) {
  return h("section", { class: "takes" }, h("h3", {}, line.text), h("ul", {}, line.takes.map((take) => {
    const isOwn = Boolean(take.recording);
    const name = isOwn ? `recording ${take.recording}` : take.take === 1 ? "the usual take" : `take ${take.take}`;
    const sound = isOwn ? address(`lines/${row.id}/sound`) : address(`lines/${row.id}/sound`, { part: line.part, take: take.take });
    return h("li", { class: "row" },
      h("button", { type: "button", class: "small", "aria-label": `Play ${name}`, onclick: () => playLine(sound) }, "▶"),
      h("span", {}, name, h("small", { class: "soft num" }, ` ${take.duration.toFixed(1)} s`)),
      take.chosen
        ? h("span", { class: "tag" }, "heard")
        : h("button", { type: "button", class: "small", onclick: () => choose(line, take.take) }, take.take === 1 ? "Back to it" : "Choose"));
  })));
}
