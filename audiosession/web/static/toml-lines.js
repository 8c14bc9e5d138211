// Where in a text of TOML a key stands, so that form and text can be looked at side by side.

/** Return the line, from 1, of the key or table that `at` leads to, or of what holds it; 0 where nothing does. */
export function lineOf(text, at) {
  const lines = text.split("\n");
  let [best, depth] = [0, 0];
  let table = [];
  const counts = new Map();
  lines.forEach((line, n) => {
    const head = /^\s*(\[\[?)\s*([\w.-]+)\s*\]/.exec(line);
    const key = /^\s*([\w-]+)\s*=/.exec(line);
    if (head) {
      table = head[2].split(".");
      if (head[1] === "[[") {
        counts.set(head[2], (counts.get(head[2]) ?? -1) + 1);
        table.push(counts.get(head[2]));
      }
    }
    if (!head && !key) return;
    const here = key ? [...table, key[1]] : table;
    if (here.length > depth && here.every((one, k) => one === at[k])) [best, depth] = [n + 1, here.length];
  });
  return best;
}
