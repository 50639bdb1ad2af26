// @ts-check
/* The data of lists on several pages, in script files: a page that is opened from disk can only load scripts. */

import { createElement } from "./dom.mjs";

/**
 * Where the data of a list on several pages is: the list's name in it, the root of the site, the addresses of the
 * list's data and of its BibTeX from the root, the number of papers, and messages.
 * @typedef {{name: string, root: string, source: string, sources: string, count: number,
 *   words: Record<string, string>}} RemoteList
 */

/**
 * Load the data of all pages of a list; return undefined on failure.
 * @param {RemoteList} list
 * @returns {Promise<unknown>}
 */
export function loadListData(list) {
  return loadValue(list.name, list.root + list.source);
}

/**
 * Load the BibTeX of all papers of a list; return undefined on failure.
 * @param {RemoteList} list
 * @returns {Promise<unknown>}
 */
export function loadBibtex(list) {
  return loadValue(`${list.name}.bib`, list.root + list.sources);
}

/**
 * Run a script file that stores a value in `pubsLists`, unless it was run before; return the value.
 * @param {string} name
 * @param {string} address
 * @returns {Promise<unknown>}
 */
function loadValue(name, address) {
  const loaded = () => /** @type {{pubsLists?: Record<string, unknown>}} */ (globalThis).pubsLists?.[name];
  return new Promise((resolve) => {
    if (loaded()) return resolve(loaded());
    const script = createElement("script", { src: address });
    for (const event of ["load", "error"]) script.addEventListener(event, () => resolve(loaded()));
    document.head.append(script);
  });
}
