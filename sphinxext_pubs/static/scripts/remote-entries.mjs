// @ts-check
/* Entries for papers on other pages of a split list. */

import { createElement } from "./dom.mjs";

/** @import { ListData } from "./matching.mjs" */

/**
 * Return the entry of a paper on another page, from the HTML in the data of the list; its title links there.
 *
 * The build makes the HTML, as that of the entries on the page: texts are escaped, and links are safe, also in parts
 * of other packages. Scripts do not run in a parsed document, but handlers of events would once it is imported, so
 * the HTML must be as safe as that of the page.
 * @param {ListData} data
 * @param {number} row
 * @param {string} root
 */
export function makeRemoteEntry(data, row, root) {
  const { html, places } = data.entries || { html: [], places: [] };
  const parsed = new DOMParser().parseFromString(html[row] || "", "text/html").querySelector(".pubs-entry");
  const entry = parsed ? /** @type {HTMLElement} */ (document.importNode(parsed, true)) : createElement("article");
  entry.querySelector(".pubs-title a")?.setAttribute("href", `${root}${places[row]}`);
  return entry;
}
