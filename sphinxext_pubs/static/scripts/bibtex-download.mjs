// @ts-check
/* Saves the BibTeX of the papers that match. */

import { createElement } from "./dom.mjs";
import { loadBibtex } from "./remote-data.mjs";
import { forEachInSlices } from "./tasks.mjs";

/** @import { ListView } from "./list-view.mjs" */

/** The time after which the browser has read the saved text, in milliseconds. */
const READING_TIME = 30_000;

/**
 * Save the BibTeX of the matching papers, as shown on the page, in a file; return false if it cannot be loaded.
 * @param {ListView} view
 * @param {string} fileName
 */
export async function saveBibtex(view, fileName) {
  const texts = await bibtexOnPage(view);
  const others = view.remote ? await loadBibtex(view.remote) : [];
  if (!Array.isArray(others)) return false;
  const matching = view.matching.matchingRows().flatMap((row) => texts.get(row) || others[row] || []);
  saveText(matching.join("\n"), fileName);
  return true;
}

/**
 * Return the BibTeX of the matching papers on the page, by row.
 * @param {ListView} view
 */
async function bibtexOnPage(view) {
  /** @type {Map<number, string>} */
  const texts = new Map();
  await forEachInSlices(view.rowOf, ([entry, row]) => {
    const isNeeded = !view.matching.failCounts[row] && !texts.has(row);
    const bibtex = isNeeded ? entry.querySelector(".pubs-bibtex pre") : null;
    if (bibtex) texts.set(row, `${bibtex.textContent}\n`);
  });
  return texts;
}

/**
 * @param {string} text
 * @param {string} fileName
 */
function saveText(text, fileName) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/x-bibtex" }));
  createElement("a", { href: address, download: fileName }).click();
  setTimeout(() => URL.revokeObjectURL(address), READING_TIME);
}
