// @ts-check
/* Entries for papers on other pages of a split list. */

import { createElement } from "./dom.mjs";

/** @import { ListData } from "./matching.mjs" */

/**
 * Return the entry of a paper on another page, from the HTML in the data of the list; its title links there.
 *
 * The HTML is made by the server, as that of the entries on the page. Scripts do not run in a parsed document, and
 * nothing is loaded.
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
