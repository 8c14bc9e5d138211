// A page that can't be shown: what is in the way, and the way out.
import { h, main, shownFault, state } from "./studio.js";

main().append(shownFault(state.error), h("p", {}, h("a", { class: "button", href: "/library" }, "To the library")));
