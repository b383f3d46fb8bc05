// Every page works without this file; it only saves steps.
import { announceSwaps } from "./announce.js";
import { offerCopying } from "./copying.js";
import { openDialogs } from "./dialogs.js";
import { closeDropsOutside } from "./drops.js";
import { switchTheme } from "./theme.js";

switchTheme();
closeDropsOutside();
openDialogs();
offerCopying();
announceSwaps();

// Where tabs are too many for the screen and scroll, the one that is open is in sight.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

const summary = document.querySelector("[data-focus-first]");
if (summary) summary.focus();
