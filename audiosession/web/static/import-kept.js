// What is pasted and not made an exercise yet, as the tab keeps it over a reload; nothing of it is written anywhere else.
import { say } from "./studio.js";

const PLACE = "article";
const EMPTY = { article: { kind: "text", text: "" }, language: "", own: false, isRead: false, drafts: [], current: 0 };
let isTold = false;

/** Return what was kept; something empty where nothing was, or where it is not what is kept today. */
export function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}");
    return { ...structuredClone(EMPTY), ...found };
  } catch {
    return structuredClone(EMPTY); // the browser keeps nothing for this page
  }
}

/** Keep what is `held`; null keeps nothing any more. */
export function keep(held) {
  try {
    if (held === null) sessionStorage.removeItem(PLACE);
    else sessionStorage.setItem(PLACE, JSON.stringify(held));
  } catch {
    if (!isTold) say("This article is too long to outlive a reload of the page.", { hint: "Make the exercise before you leave it." });
    isTold = true;
  }
}
