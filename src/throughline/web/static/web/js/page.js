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

const summary = document.querySelector("[data-focus-first]");
if (summary) summary.focus();
