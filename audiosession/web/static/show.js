// The form of the show, made from the model: each field with what it does, saved as it is changed; the cover beside it.
import { ask, attempt, h, Refused, say, showConflict, showJournal, state } from "./studio.js";

const FIRST = ["title", "description", "author", "email", "language", "base_url", "colour", "motif"];
const LONG = ["description", "contact", "imprint", "privacy"];
const LABELS = { base_url: "Public address", link: "Web page", type: "Order", license_url: "Address of the licence", explicit: "Not for children" };
const ABOUT = {
  base_url: "Where listeners will find the show: the address of the folder that you publish to.",
  link: "The page of the show; the published index where nothing is said.",
  cover: "A square picture of 1,400 to 3,000 pixels in the project’s folder, such as cover.jpg; where there is none, one is drawn.",
};
const NOT_HERE = ["person"];
const OFFERS = {
  colour: ["tide", "dusk", "moss", "clay", "night", "plum", "sand", "mist"],
  motif: ["ripples", "lotus", "hills", "strands", "horizon"],
};

function label(name) {
  if (LABELS[name]) return LABELS[name];
  const words = name.replaceAll("_", " ");
  return words[0].toUpperCase() + words.slice(1);
}

/** Draw the form into `box` from the `fields` of the model's schema; `changed` is called after each save. */
export function showForm(box, fields, changed) {
  let known = state.show;
  let saves = Promise.resolve();
  const cover = h("img", { class: "cover", alt: "The cover of the show", width: 240, height: 240 });
  const rest = Object.keys(fields).filter((name) => !FIRST.includes(name) && !NOT_HERE.includes(name));

  /** Save a field; each is saved on what the one before it left. */
  function save(name, value) {
    saves = saves.then(() => saved(name, value));
  }

  async function saved(name, value) {
    const at = ["show", name];
    const change = value === "" || value === null ? { at, remove: true } : { at, value };
    try {
      const told = await ask("PATCH", "/api/texts/show/show", { version: known.version, changes: [change] });
      take(told);
      changed();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 409) showConflict(error.fault, keep);
      else showFault(name, error.fault);
    }
  }

  async function keep(text, version) {
    const told = await attempt(() => ask("PUT", "/api/texts/show/show", { text, version }));
    if (told) { take(told); draw(); changed(); }
  }

  function take(told) {
    known = told;
    if (told.journal) showJournal(told.journal);
    box.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
    box.querySelectorAll(".fault").forEach((one) => one.remove());
    const draws = () => { cover.src = `/api/cover?${encodeURIComponent(known.version)}`; };
    if (document.readyState === "complete") draws();
    else addEventListener("load", draws, { once: true });
  }

  function showFault(name, fault) {
    const control = box.querySelector(`[name="${name}"]`);
    if (!control) { say(fault.message, { hint: fault.hint, isFault: true }); return; }
    control.setAttribute("aria-invalid", "true");
    control.closest(".field").append(h("p", { class: "fault find", role: "alert" }, fault.message, fault.hint ? ` (${fault.hint})` : ""));
  }

  function control(name, field, value) {
    const kept = { name, id: `show-${name}`, "aria-describedby": `about-${name}` };
    const choices = field.enum || field.anyOf?.find((one) => one.enum)?.enum || OFFERS[name];
    if (field.type === "boolean") {
      return h("input", { ...kept, type: "checkbox", checked: value ?? field.default ?? false, onchange: (event) => save(name, event.target.checked) });
    }
    if (choices && name !== "colour") {
      return h("select", { ...kept, onchange: (event) => save(name, event.target.value) },
        h("option", { value: "" }, field.default ? `as usual (${field.default})` : "as the title chooses"),
        choices.map((one) => h("option", { value: one, selected: one === value }, one)));
    }
    if (LONG.includes(name)) return h("textarea", { ...kept, rows: 4, value: value ?? "", onchange: (event) => save(name, event.target.value.trim()) });
    return h("input", { ...kept, value: value ?? "", list: choices ? `offer-${name}` : null, onchange: (event) => save(name, event.target.value.trim()) });
  }

  function field(name) {
    const told = fields[name];
    const choices = name === "colour" ? h("datalist", { id: "offer-colour" }, OFFERS.colour.map((one) => h("option", { value: one }))) : null;
    return h("div", { class: told.type === "boolean" ? "field tick" : "field" },
      h("label", { for: `show-${name}` }, label(name)), control(name, told, known.values?.show?.[name]), choices,
      h("span", { class: "hint", id: `about-${name}` }, ABOUT[name] || (told.description || "").replaceAll("`", "")));
  }

  function draw() {
    box.replaceChildren(cover, ...FIRST.filter((name) => fields[name]).map(field),
      h("details", {}, h("summary", {}, "More of your show"), rest.map(field), people()));
  }

  /** Who takes part is a list of tables, which is written in the file. */
  function people() {
    const found = known.values?.show?.person || [];
    const names = found.map((one) => one.name).filter(Boolean);
    return h("p", { class: "soft" }, names.length ? `With ${names.join(", ")}. ` : "", "Who takes part is written in scripts/show.toml, each under ", h("code", {}, "[[show.person]]"), ".");
  }

  /** Lead to the field called `name`. */
  function go(name) {
    const found = box.querySelector(`[name="${name}"]`);
    const folded = found.closest("details");
    if (folded) folded.open = true;
    found.focus();
    found.scrollIntoView({ block: "center" });
  }

  async function reload() {
    await saves;
    const told = await attempt(() => ask("GET", "/api/texts/show/show"));
    if (!told || told.version === known.version) return;
    known = told;
    const isWriting = box.contains(document.activeElement) && /INPUT|TEXTAREA/.test(document.activeElement.tagName);
    if (!isWriting) { take(told); draw(); }
  }

  take(known);
  draw();
  return { reload, go, has: (name) => Boolean(box.querySelector(`[name="${name}"]`)) };
}
