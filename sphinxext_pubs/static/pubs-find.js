// @ts-check
/* A search box above long lists of people, venues and so on, which filters by all words entered. */
(() => {
  "use strict";

  /** Minimum length of a list with a search box. */
  const MIN_ITEMS = 10;

  /** The words of this script, in the language of the page. */
  const words = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;

  /**
   * Return a text folded for comparison: without case and accents.
   * @param {string} text
   */
  function fold(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  for (const list of document.querySelectorAll("ul.pubs-terms")) {
    const items = [...list.children].map((item) => ({ item, text: fold(item.textContent || "") }));
    if (items.length < MIN_ITEMS) continue;
    const label = document.createElement("label");
    label.className = "pubs-find";
    const name = document.createElement("span");
    name.className = "pubs-label";
    name.textContent = words.search || "Search";
    const box = document.createElement("input");
    box.type = "search";
    box.autocomplete = "off";
    box.spellcheck = false;
    const count = document.createElement("span");
    count.className = "pubs-count";
    count.setAttribute("role", "status");
    label.append(name, " ", box);
    const line = document.createElement("p");
    line.className = "pubs-finding";
    line.append(label, " ", count);
    list.before(line);
    box.addEventListener("input", () => {
      const terms = fold(box.value).split(/\s+/).filter(Boolean);
      let matchCount = 0;
      for (const { item, text } of items) {
        const matches = terms.every((word) => text.includes(word));
        /** @type {HTMLElement} */ (item).hidden = !matches;
        if (matches) matchCount += 1;
      }
      count.textContent = terms.length ? `${matchCount} / ${items.length}` : "";
    });
  }
})();
