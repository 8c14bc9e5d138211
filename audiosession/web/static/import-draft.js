// A draft as rows: each line of its text with its source, what became of it, and the text that the rows make together.

const GUESS = /\s*[#;,]?\s*guessed:.*$/;
const SOURCED_GUESS = /guessed:.*?;\s*(?=from:)/;
const FROM = /[#;]\s*from:\s*([^#;]+)/;

/** Return the rows of a drafted exercise; a row knows its first text, so that it can be as it was. */
export function rowsOf(exercise) {
  const facts = new Map(exercise.lines.map((one) => [one.line, one]));
  return exercise.text.replace(/\n$/, "").split("\n").map((text, n) => {
    const { sentences = [], guessed = "" } = facts.get(n + 1) ?? {};
    return { text, was: text, sentences, guessed, state: "" };
  });
}

/** Return a comment without the guess that it tells of; where the line is from stays. */
function unguessed(comment) {
  return comment.replace(SOURCED_GUESS.test(comment) ? SOURCED_GUESS : GUESS, "");
}

/** Return where the comment of a line begins, which no sign within quotes does; its length where there is none. */
function commentAt(line) {
  let quote = "";
  for (let n = 0; n < line.length; n += 1) {
    const sign = line[n];
    if (quote === '"' && sign === "\\") n += 1;
    else if (quote) quote = sign === quote ? "" : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "#") return n;
  }
  return line.length;
}

/** Return what a line is: `kind` is "value", "item", "head", "open", "close", "comment" or "empty". */
export function partsOf(line) {
  const at = commentAt(line);
  const [code, comment] = [line.slice(0, at).trimEnd(), line.slice(at)];
  const trimmed = code.trim();
  const head = /^\[\[?\s*([\w.-]+)\s*\]\]?$/.exec(trimmed);
  const key = /^(\s*([\w.-]+)\s*=\s*)(.*)$/.exec(code);
  if (!trimmed) return { kind: comment ? "comment" : "empty", comment };
  if (head) return { kind: "head", key: head[1].split(".").at(-1), comment };
  if (key) return { kind: key[3] === "[" ? "open" : "value", key: key[2], before: key[1], value: key[3], after: "", comment };
  if (trimmed === "]" || trimmed === "],") return { kind: "close", comment };
  const [, before, value, after] = /^(\s*)(.*?)(,?)$/.exec(code);
  return { kind: "item", key: "", before, value, after, comment };
}

function parsed(value) {
  try {
    return JSON.parse(value);
  } catch {
    return undefined; // what TOML writes otherwise than JSON is shown as it is written
  }
}

/** Return a value as a person reads it, and how words become such a value again. */
export function worded(value) {
  const found = parsed(value);
  if (typeof found === "string") return { words: found, back: (words) => JSON.stringify(words) };
  const isList = Array.isArray(found) && found.length && found.every((one) => typeof one === "string" && !one.includes(","));
  if (!isList) return { words: value, back: (words) => words };
  const back = (words) => `[${words.split(",").map((one) => one.trim()).filter(Boolean).map((one) => JSON.stringify(one)).join(", ")}]`;
  return { words: found.join(", "), back };
}

/** Return a row's line with other words; what was a guess is one no longer. */
export function mended(row, words) {
  const { before, value, after, comment } = partsOf(row.text);
  const kept = unguessed(comment);
  return `${before}${worded(value).back(words.replaceAll(/\s+/g, " ").trim())}${after}${kept ? `  ${kept}` : ""}`;
}

/** Return what a row says of where it is from, where that is no sentence: "the title". */
export function fromOf(row) {
  const comment = row.text.slice(commentAt(row.text));
  return row.sentences.length ? "" : (FROM.exec(comment)?.[1] ?? "").trim();
}

/** Whether a row is one that a person accepts, mends or takes out. */
export function isLine(row) {
  return /^(value|item)$/.test(partsOf(row.text).kind);
}

/** Whether a row is a remark that names sentences which no line holds. */
export function isRemark(row) {
  return row.sentences.length > 0 && partsOf(row.text).kind === "comment";
}

/** Whether a row is to be written still: the article does not say it. */
export function isBlank(row) {
  const parts = partsOf(row.text);
  return parts.kind === "value" && worded(parts.value).words === "…";
}

/** Whether a row is a guess that nobody has looked at. */
export function isGuess(row) {
  return Boolean(row.guessed) && !row.state;
}

function shown(row) {
  if (row.state !== "accepted" || !row.guessed) return row.text;
  const at = commentAt(row.text);
  return (row.text.slice(0, at) + unguessed(row.text.slice(at))).trimEnd();
}

/** Return which rows are left out: those taken out, and heads and brackets with nothing left between them. */
function leftOut(rows) {
  const out = new Set(rows.filter((row) => row.state === "out"));
  const parts = rows.map((row) => partsOf(row.text).kind);
  rows.forEach((row, n) => {
    const ends = parts[n] === "open" ? parts.indexOf("close", n) : parts[n] === "head" ? next(parts, "head", n + 1) : -1;
    if (ends < 0) return;
    const within = rows.slice(n + 1, ends);
    const sourced = within.filter((one) => isLine(one) && (one.sentences.length || one.guessed));
    if (!sourced.length || !sourced.every((one) => one.state === "out")) return;
    [row, ...within.filter((one) => partsOf(one.text).kind !== "comment")].forEach((one) => out.add(one));
    if (parts[n] === "open") out.add(rows[ends]);
  });
  return out;
}

function next(parts, kind, from) {
  const at = parts.indexOf(kind, from);
  return at < 0 ? parts.length : at;
}

/** Return the text that rows make, and for each of its lines which row it is. */
export function composed(rows) {
  const out = leftOut(rows);
  const left = rows.map((row, n) => [row, n]).filter(([row]) => !out.has(row));
  return { text: `${left.map(([row]) => shown(row)).join("\n")}\n`, at: left.map(([, n]) => n) };
}

/** Return the rows of a text that somebody edited: what stayed keeps its source, what is new has the place it names. */
export function rejoined(rows, text, sentences) {
  const out = leftOut(rows);
  const old = rows.filter((row) => !out.has(row));
  const lines = text.replace(/\n$/, "").split("\n");
  let [start, behind] = [0, 0];
  while (start < old.length && start < lines.length && shown(old[start]) === lines[start]) start += 1;
  const most = Math.min(old.length, lines.length) - start;
  while (behind < most && shown(old.at(-1 - behind)) === lines.at(-1 - behind)) behind += 1;
  const between = old.slice(start, old.length - behind);
  return lines.map((line, n) => {
    if (n < start) return old[n];
    if (n >= lines.length - behind) return old[old.length - (lines.length - n)];
    return between.find((row) => shown(row) === line) ?? newRow(line, sentences);
  });
}

function newRow(line, sentences) {
  const places = (FROM.exec(line.slice(commentAt(line)))?.[1] ?? "").split(",").map((one) => one.trim());
  const numbers = sentences.filter((one) => places.includes(one.place)).map((one) => one.number);
  return { text: line, was: line, sentences: numbers, guessed: "", state: "mended" };
}
