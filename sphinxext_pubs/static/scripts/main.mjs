// @ts-check
/* Starts what a page needs. Every page works without this script: it has complete lists, and its buttons are links. */

import { startCopying } from "./copy-buttons.mjs";
import { startDirectorySearch } from "./directory-search.mjs";
import { startFolds } from "./entry-folds.mjs";
import { startFilterBars } from "./filter-bars.mjs";
import { startNearbyEntries } from "./nearby-entries.mjs";
import { startPreviewCards } from "./preview-cards.mjs";
import { startUrlTargets } from "./url-targets.mjs";

/** The messages of the script element, in the language of the page. */
const scriptWords = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;

startFolds();
startCopying(scriptWords);
startNearbyEntries(scriptWords);
startUrlTargets();
startDirectorySearch(scriptWords.search || "Search");
startPreviewCards();
startFilterBars();
