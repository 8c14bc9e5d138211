// The few choices of a class as a form: they live in the address of the page, and what a class can hold can be kept.
import { clock, h, shownFault, state } from "./studio.js";
import { choose, edit, isClass, room, when } from "./classroom.js";

/** Draw the form into `section`, and keep it as the class is. */
export function openChoices(section) {
  const fields = h("div", { class: "fields" });
  const told = h("div", { role: "status" });
  const rare = h("div", { class: "fields" });
  const more = h("details", { open: state.choices.some((row) => row.rare && room.wanted[row.name]) }, h("summary", { class: "soft" }, "More choices"), rare);
  section.append(h("form", { onsubmit: (event) => event.preventDefault() }, fields, more, told));
  for (const row of state.choices) (row.rare ? rare : fields).append(...field(row));
  const draw = () => {
    for (const row of state.choices) show(row);
    told.replaceChildren(...[room.refused ? shownFault(room.refused) : null, reach(), keeping()].filter(Boolean));
  };
  when("outline", draw);
  draw();
}

function field(row) {
  const id = `choice-${row.name}`;
  return [h("label", { for: id, title: row.help }, row.label), h("span", { class: "control" }, control(row, id))];
}

function control(row, id) {
  const named = { id, name: row.name, title: row.help };
  const changed = (event) => choose({ [row.name]: event.target.value.trim() });
  if (row.bounds) {
    const [min, max, step] = row.bounds;
    const input = h("input", { ...named, type: "number", min, max, step: row.name === "words_per_minute" ? 1 : "any", onchange: changed });
    return h("span", { class: "with-unit" }, input, h("span", { class: "soft" }, row.unit));
  }
  if (!row.free || row.name === "music") return h("select", { ...named, onchange: changed }, options(row));
  const list = row.values.length ? h("datalist", { id: `${id}-values` }, row.values.map(([value, words]) => h("option", { value }, words))) : null;
  return [h("input", { ...named, list: list ? `${id}-values` : null, autocomplete: "off", onchange: changed }), list];
}

function options(row) {
  const languages = new Intl.DisplayNames(["en"], { type: "language" });
  const values = row.name === "language" ? room.outline.languages.map((tag) => [tag, languages.of(tag)]) : row.values;
  return [h("option", { value: "" }, ""), ...values.map(([value, words]) => h("option", { value }, words))];
}

/** What holds where nothing is chosen: what the class says itself, or else the project. */
function usual(row) {
  const { written, usual: found } = room.outline;
  const value = row.name === "length" && isClass() && written.length ? clock(written.length) : written[row.name] ?? found[row.name];
  if (value === undefined || value === null || value === "") return { length: "as it takes", side: "both", level: "as written" }[row.name] || "as it is";
  return String(value);
}

function show(row) {
  const control = document.getElementById(`choice-${row.name}`);
  const value = room.wanted[row.name] || "";
  const said = usual(row);
  if (control.tagName === "SELECT") {
    const listed = [...control.options].find((one) => one.value === said);
    control.options[0].textContent = listed?.textContent || said;
    for (const one of control.options) one.hidden = one === listed && value !== said; // it stands first already
    if (![...control.options].some((one) => one.value === value)) control.append(h("option", { value }, value));
  } else control.placeholder = said;
  if (document.activeElement !== control || control.value === "") control.value = value;
  control.setAttribute("aria-invalid", String(Boolean(room.refused) && room.refused.message.includes(value) && value !== ""));
}

/** How long the class can be, in a sentence. */
function reach() {
  const { span } = room.outline;
  return span ? h("p", { class: "hint soft" }, `It can last ${clock(span.least)} to ${clock(span.most)}; usually ${clock(span.usual)}.`) : null;
}

/** What is chosen here and could stand in the class itself, with a button that has it stand there. */
function keeping() {
  const rows = state.choices.filter((row) => row.kept && room.wanted[row.name]);
  if (!isClass() || rows.length === 0 || room.refused || room.outline.length === null) return null;
  const names = rows.map((row) => row.label.toLowerCase()).join(", ");
  return h("p", { class: "row" },
    h("button", { type: "button", class: "small", onclick: () => keepInClass(rows) }, `Keep ${names} in the class`));
}

async function keepInClass(rows) {
  const changes = rows.map((row) => ({ at: [row.kept], value: row.bounds ? Number(room.wanted[row.name]) : room.wanted[row.name] }));
  if (await edit(changes)) choose(Object.fromEntries(rows.map((row) => [row.name, ""])));
}
