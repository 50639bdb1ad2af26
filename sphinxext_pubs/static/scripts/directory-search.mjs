// @ts-check
/* A search box above long lists of people, venues and so on, which filters by all words entered. */

import { createElement } from "./dom.mjs";
import { foldText } from "./fold.mjs";
import { parseSearch } from "./search-terms.mjs";

/** Minimum length of a list with a search box. */
const MIN_ITEMS = 10;

/**
 * Add a search box above each long list of the page.
 * @param {string} label
 */
export function startDirectorySearch(label) {
  for (const list of document.querySelectorAll("ul.pubs-terms"))
    if (list.children.length >= MIN_ITEMS) addSearchBox(list, label);
}

/**
 * @param {Element} list
 * @param {string} label
 */
function addSearchBox(list, label) {
  const items = [...list.children].map((item) => ({ item, text: foldText(item.textContent || "") }));
  const box = /** @type {HTMLInputElement} */ (
    createElement("input", { type: "search", autocomplete: "off", spellcheck: "false" })
  );
  const name = createElement("span", { class: "pubs-label" }, label);
  const count = createElement("span", { class: "pubs-count", role: "status" });
  list.before(
    createElement("p", { class: "pubs-finding" }, createElement("label", { class: "pubs-find" }, name, " ", box), " ", count),
  );
  box.addEventListener("input", () => {
    const terms = parseSearch(box.value);
    const isMatch = (/** @type {string} */ text) => terms.every((term) => text.includes(term.text));
    for (const { item, text } of items) /** @type {HTMLElement} */ (item).hidden = !isMatch(text);
    count.textContent = terms.length ? `${items.filter(({ text }) => isMatch(text)).length} / ${items.length}` : "";
  });
}
