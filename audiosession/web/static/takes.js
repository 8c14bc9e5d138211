// The takes of a line that are kept: each can be heard, chosen, or given up for the usual one; a file can be taken in.
import { ask, attempt, dialog, h, showJournal } from "./studio.js";
import { address } from "./classroom.js";
import { playLine } from "./line.js";
import { send } from "./recording.js";

/** Show the takes of a row's lines; `done` is called when another one is chosen. */
export async function showTakes(row, done) {
  const told = await attempt(() => ask("GET", address(`lines/${row.id}/takes`)));
  if (!told) return;
  const body = h("div", {});
  const file = h("input", { type: "file", accept: "audio/*", onchange: async () => { if (file.files[0]) { box.close(); await send(row, file.files[0], done); } } });
  const box = dialog("Takes of this line", body,
    h("label", { class: "field" }, h("span", { class: "label-text" }, "A recording of your own, from a file"), file),
    h("p", { class: "row" }, h("button", { type: "button", class: "main", onclick: () => box.close() }, "Done")));
  const choose = async (line, take) => {
    const now = await attempt(() => ask("POST", address(`lines/${row.id}/choose`), { line: line.number, take }));
    if (!now) return;
    if (now.journal) showJournal(now.journal);
    body.replaceChildren(...now.lines.map((one) => takesOf(row, one, choose)));
    await done();
  };
  body.replaceChildren(...told.lines.map((one) => takesOf(row, one, choose)));
}

function takesOf(row, line, choose) {
  return h("section", { class: "takes" }, h("h3", {}, line.text), h("ul", {}, line.takes.map((take) => {
    const name = take.recording ? `recording ${take.recording}` : take.take === 1 ? "the usual take" : `take ${take.take}`;
    const sound = address(`lines/${row.id}/sound`, { line: line.number, take: take.take ?? take.recording });
    return h("li", { class: "row" },
      h("button", { type: "button", class: "small", "aria-label": `Play ${name}`, onclick: () => playLine(sound) }, "▶"),
      h("span", {}, name, h("small", { class: "soft num" }, ` ${take.duration.toFixed(1)} s`)),
      take.chosen
        ? h("span", { class: "tag" }, "heard")
        : h("button", { type: "button", class: "small", onclick: () => choose(line, take.take ?? 1) }, take.take === 1 ? "Back to it" : "Choose"));
  })));
}
