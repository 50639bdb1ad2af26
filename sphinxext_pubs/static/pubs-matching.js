// @ts-check
/* Finds the papers of a list that match the reader's filters: in memory, without accessing the page.

   The search words are folded on the server (see render/browser_data.py); input is folded here in the same way,
   except for the few scripts whose small letters Unicode folds to capitals (Cherokee). */

/**
 * @typedef {{label: string, kind: string, terms: string[], labels: string[], of: number[][]}} Facet
 * @typedef {{html: string[], places: string[]}} RemoteEntries
 * @typedef {{keys: string[], text: string[], years: string[], facets: Record<string, Facet>,
 *   ranks: Record<string, number[]>, words: Record<string, string>, entries?: RemoteEntries}} Index
 * @typedef {{search: string, sort: string, from: string, to: string, chosen: Record<string, string[]>}} State
 */
const pubsMatching = (() => {
  "use strict";

  /** The value of a facet that means any term, as in the options of the directive. */
  const ANY = "*";

  // Texts

  /** @type {Record<string, string>} */
  const LETTERS = {
    ß: "ss", ς: "σ", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ħ: "h", ŋ: "n", ŧ: "t",
    "‘": "'", "’": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
    "\u0345": "ι",
  };
  const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

  /** @param {string} text */
  const replaceLetters = (text) => text.replace(SPECIAL, (letter) => LETTERS[letter] || "");

  /**
   * Return a text for searching: case, accents, quotes, hyphens and spaces are folded as on the server.
   * @param {string} text
   */
  function fold(text) {
    let folded = text.toLowerCase();
    if (/[^\0-\x7f]/.test(folded))
      folded = replaceLetters(replaceLetters(folded).normalize("NFKD")).replace(/[\u0300-\u036f]/g, "").normalize("NFC");
    return replaceLetters(folded).replace(/[\s\x85]+/g, " ").trim();
  }

  /**
   * Return the words of a search; a quoted phrase is one word.
   * @param {string} text
   */
  function searchWords(text) {
    const words = fold(text).match(/"[^"]*"?|[^\s"]+/g) || [];
    return words.map((word) => word.replaceAll('"', "").trim()).filter(Boolean);
  }

  /** @param {string} text */
  const isYear = (text) => /^-?\d{1,6}$/.test(text.trim());

  // States

  /** @returns {State} */
  function empty() {
    return { search: "", sort: "", from: "", to: "", chosen: {} };
  }

  /**
   * Select or deselect a value of a facet.
   * @param {State} state
   * @param {string} name
   * @param {string} value
   * @param {boolean} chosen
   */
  function toggle(state, name, value, chosen) {
    const others = (state.chosen[name] || []).filter((other) => other !== value);
    state.chosen[name] = chosen ? [...others, value] : others;
  }

  /**
   * True if the state has any condition or sort order.
   * @param {State} state
   */
  function hasConditions({ search, sort, from, to, chosen }) {
    return Boolean(search.trim() || sort || from || to || Object.values(chosen).some((values) => values.length));
  }

  /** The papers of a list, and those that match a state. */
  class Matching {
    /** @param {Index} index */
    constructor(index) {
      this.index = index;
      this.count = index.keys.length;
      this.texts = [...index.text];
      this.state = empty();
      /** For each condition, a flag for each paper: 1 if it matches. Empty without a condition. */
      this.flagsByCondition = /** @type {Map<string, Uint8Array>} */ (new Map());
      /** The number of conditions that each paper fails. */
      this.failCounts = new Uint8Array(this.count);
      this.matchCount = this.count;
      /** The index of each term of a facet. */
      this.numbers = /** @type {Map<string, Map<string, number>>} */ (new Map());
      /** The folded labels of each facet, computed on the first search in a menu. */
      this.folded = /** @type {Map<string, string[]>} */ (new Map());
    }

    /**
     * Find the papers that match a state; only conditions that changed are evaluated.
     * @param {State} state
     */
    match(state) {
      const before = this.state;
      this.state = structuredClone(state);
      const { search, from, to, chosen } = state;
      if (search !== before.search || !this.flagsByCondition.has("search")) this.setFlags("search", this.matchSearch(before.search));
      for (const name of Object.keys(this.index.facets)) {
        const range = this.isRange(name) && (from !== before.from || to !== before.to);
        const same = JSON.stringify(chosen[name] || []) === JSON.stringify(before.chosen[name] || []);
        if (range || !same || !this.flagsByCondition.has(name)) this.setFlags(name, this.matchFacet(name));
      }
      this.failCounts.fill(0);
      for (const flags of this.flagsByCondition.values())
        for (let row = 0; row < flags.length; row++) this.failCounts[row] = (this.failCounts[row] ?? 0) + Number(!flags[row]);
      this.matchCount = this.failCounts.reduce((count, failed) => count + Number(!failed), 0);
    }

    /**
     * @param {string} name
     * @param {Uint8Array | null} flags
     */
    setFlags(name, flags) {
      this.flagsByCondition.set(name, flags || new Uint8Array(0));
    }

    /** @param {string} before */
    matchSearch(before) {
      const words = searchWords(this.state.search);
      if (!words.length) return null;
      const old = this.flagsByCondition.get("search");
      const narrows = old?.length && before && !before.includes('"') && fold(this.state.search).startsWith(fold(before));
      const flags = new Uint8Array(this.count);
      for (let row = 0; row < this.count; row++) {
        const text = this.texts[row] || "";
        if (!narrows || old?.[row]) flags[row] = Number(words.every((word) => text.includes(word)));
      }
      return flags;
    }

    /** @param {string} name */
    matchFacet(name) {
      const facet = this.facet(name);
      const values = this.state.chosen[name] || [];
      const chosenTerms = new Set(values.map((value) => this.termIndex(name, value)));
      const { low, high } = this.isRange(name) ? this.range() : { low: -Infinity, high: Infinity };
      const ranged = low > -Infinity || high < Infinity;
      if (!values.length && !ranged) return null;
      const inRange = facet.terms.map((term) => ranged && Number(term) >= low && Number(term) <= high);
      const any = values.includes(ANY);
      return Uint8Array.from(facet.of, (terms) =>
        Number(terms.some((term) => any || chosenTerms.has(term) || inRange[term])),
      );
    }

    /**
     * Add text to the search words of a paper.
     * @param {number} row
     * @param {string} text
     */
    addText(row, text) {
      this.texts[row] = [this.texts[row], fold(text)].join(" ");
      this.flagsByCondition.delete("search");
    }

    // Facets

    /** @param {string} name */
    facet(name) {
      return /** @type {Facet} */ (this.index.facets[name]);
    }

    /** @param {string} name */
    isRange(name) {
      return this.index.facets[name]?.kind === "range";
    }

    /** True if a facet has a range. */
    hasRange() {
      return Object.keys(this.index.facets).some((name) => this.isRange(name));
    }

    /** Return the range of years; open ends are infinite. */
    range() {
      const year = (/** @type {string} */ text, /** @type {number} */ open) => (isYear(text) ? Number(text) : open);
      return { low: year(this.state.from, -Infinity), high: year(this.state.to, Infinity) };
    }

    /**
     * Return the index of a term of a facet, or -1.
     * @param {string} name
     * @param {string} value
     */
    termIndex(name, value) {
      let numbers = this.numbers.get(name);
      if (!numbers) {
        numbers = new Map(this.facet(name).terms.map((term, number) => [term, number]));
        this.numbers.set(name, numbers);
      }
      return numbers.get(value) ?? -1;
    }

    /**
     * Return the label of a term.
     * @param {string} name
     * @param {string} value
     */
    label(name, value) {
      return this.facet(name).labels[this.termIndex(name, value)] || value;
    }

    /**
     * Return the indexes of the terms whose labels contain a text.
     * @param {string} name
     * @param {string} text
     */
    findTerms(name, text) {
      const { terms, labels } = this.facet(name);
      const query = fold(text);
      if (!query) return [...terms.keys()];
      const folded = this.folded.get(name) || labels.map((label, number) => fold(label || terms[number] || ""));
      this.folded.set(name, folded);
      return [...terms.keys()].filter((number) => folded[number]?.includes(query));
    }

    /**
     * Count the papers that each term would match, ignoring the other values of its facet.
     * @param {string} name
     */
    countTerms(name) {
      const facet = this.facet(name);
      const ownFlags = this.flagsByCondition.get(name);
      const counts = new Array(facet.terms.length).fill(0);
      let any = 0;
      facet.of.forEach((terms, row) => {
        if (this.failCounts[row] && !(this.failCounts[row] === 1 && ownFlags?.length && !ownFlags[row])) return;
        any += Number(terms.length > 0);
        for (const term of terms) counts[term] += 1;
      });
      return { counts, any };
    }

    // Rows

    /** Return the rows that match all conditions, sorted as in the list or by the state. */
    matches() {
      return this.sortRows(Array.from(this.failCounts.keys()).filter((row) => !this.failCounts[row]));
    }

    /** @param {number[]} rows */
    sortRows(rows) {
      const { sort } = this.state;
      if (!sort) return rows;
      const ranks = this.index.ranks[sort === "newest" || sort === "oldest" ? "date" : sort] || [];
      const direction = sort === "newest" ? -1 : 1;
      const rank = (/** @type {number} */ row) => ranks[row] ?? -1;
      return rows.sort((first, second) => {
        if (rank(first) < 0 || rank(second) < 0) return Math.sign(rank(second) + 1) - Math.sign(rank(first) + 1) || first - second;
        return direction * (rank(first) - rank(second)) || first - second;
      });
    }
  }

  // The URL

  /**
   * Return a state as URL parameters of the list `name`, in addition to those of other lists.
   * @param {string} name
   * @param {State} state
   * @param {string} search
   */
  function toParameters(name, state, search) {
    const parameters = new URLSearchParams(search);
    for (const key of [...parameters.keys()]) if (key.startsWith(`${name}.`)) parameters.delete(key);
    const add = (/** @type {string} */ part, /** @type {string} */ value) => value && parameters.append(`${name}.${part}`, value);
    add("search", state.search.trim());
    add("from", state.from);
    add("to", state.to);
    for (const [facet, values] of Object.entries(state.chosen)) for (const value of values) add(facet, value);
    add("sort", state.sort);
    return parameters;
  }

  /**
   * Return the state of the list `name` in a URL; unknown terms are ignored.
   * @param {string} name
   * @param {Matching} matching
   * @param {string} search
   */
  function fromParameters(name, matching, search) {
    const parameters = new URLSearchParams(search);
    const get = (/** @type {string} */ part) => (parameters.get(`${name}.${part}`) || "").slice(0, 1000);
    const year = (/** @type {string} */ part) => (isYear(get(part)) && matching.hasRange() ? get(part) : "");
    const state = { ...empty(), search: get("search"), sort: get("sort"), from: year("from"), to: year("to") };
    for (const [facet, { kind }] of Object.entries(matching.index.facets)) {
      const isKnown = (/** @type {string} */ value) => matching.termIndex(facet, value) >= 0 || (kind === "any" && value === ANY);
      const values = new Set(parameters.getAll(`${name}.${facet}`).filter(isKnown));
      if (values.size) state.chosen[facet] = [...values];
    }
    return state;
  }

  /**
   * Return the URL parameters of the list `name`, as a string for comparison.
   * @param {string} name
   * @param {string} search
   */
  function listParameters(name, search) {
    return JSON.stringify([...new URLSearchParams(search)].filter(([key]) => key.startsWith(`${name}.`)));
  }

  return { ANY, Matching, empty, fold, fromParameters, hasConditions, isYear, listParameters, toParameters, toggle };
})();
