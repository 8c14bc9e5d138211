// The library: exercises and classes, found by what they are.
import { h, main, state } from "./studio.js";

main().append(h("ul", {}, state.classes.map((one) => h("li", {}, h("a", { href: `/class/${encodeURIComponent(one.name)}` }, one.title)))));
