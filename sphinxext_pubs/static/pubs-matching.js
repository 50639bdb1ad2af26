// @ts-check
/* Which papers of a list match what readers ask for: worked out in memory, without touching the page.

   The search words come folded from the server (see render/browser.py); what readers type is folded here in
   the same way, but for the few scripts whose small letters Unicode folds to capitals (Cherokee). */

/**
 * @typedef {{label: string, kind: string, terms: string[], labels: string[], of: number[][]}} Facet
 * @typedef {{titles: string[], people: string[][], venues: string[], places: string[]}} Elsewhere
 * @typedef {{keys: string[], text: string[], years: string[], facets: Record<string, Facet>,
 *   ranks: Record<string, number[]>, words: Record<string, string>, entries?: Elsewhere}} Index
 * @typedef {{search: string, sort: string, from: string, to: string, chosen: Record<string, string[]>}} State
 */
const pubsMatching = (() => {
  "use strict";

  /** The value of a facet that means any term at all, as in the options of the directive. */
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
  const plain = (text) => text.replace(SPECIAL, (sign) => LETTERS[sign] || "");

  /**
   * A text as it is searched: case, accents, quotes, hyphens and spaces folded, as the server folds them.
   * @param {string} text
   */
  function fold(text) {
    let folded = text.toLowerCase();
    if (/[^\0-\x7f]/.test(folded))
      folded = plain(plain(folded).normalize("NFKD")).replace(/[\u0300-\u036f]/g, "").normalize("NFC");
    return plain(folded).replace(/[\s\x85]+/g, " ").trim();
  }

  /**
   * The words of a search; what stands in quotes is one.
   * @param {string} text
   */
  function wordsOf(text) {
    const found = fold(text).match(/"[^"]*"?|[^\s"]+/g) || [];
    return found.map((word) => word.replaceAll('"', "").trim()).filter(Boolean);
  }

  /** @param {string} text */
  const isYear = (text) => /^-?\d{1,6}$/.test(text.trim());

  // States

  /** @returns {State} */
  function empty() {
    return { search: "", sort: "", from: "", to: "", chosen: {} };
  }

  /**
   * Choose a value of a facet, or take it back.
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
   * Whether anything is chosen.
   * @param {State} state
   */
  function isBusy({ search, sort, from, to, chosen }) {
    return Boolean(search.trim() || sort || from || to || Object.values(chosen).some((values) => values.length));
  }

  /** The papers of a list, and which of them match. */
  class Matching {
    /** @param {Index} index */
    constructor(index) {
      this.index = index;
      this.count = index.keys.length;
      this.texts = [...index.text];
      this.state = empty();
      /** The papers that match each condition; none where there is no condition. */
      this.fits = /** @type {Map<string, Uint8Array>} */ (new Map());
      /** The conditions that each paper fails. */
      this.fails = new Uint8Array(this.count);
      this.left = this.count;
      /** The number of each term of a facet. */
      this.numbers = /** @type {Map<string, Map<string, number>>} */ (new Map());
      /** The labels of each facet, folded, once a reader looks for them. */
      this.folded = /** @type {Map<string, string[]>} */ (new Map());
    }

    /**
     * Work out which papers match a state, where a condition has changed.
     * @param {State} state
     */
    match(state) {
      const before = this.state;
      this.state = structuredClone(state);
      const { search, from, to, chosen } = state;
      if (search !== before.search || !this.fits.has("search")) this.setFit("search", this.matchSearch(before.search));
      for (const name of Object.keys(this.index.facets)) {
        const range = this.isRange(name) && (from !== before.from || to !== before.to);
        const same = JSON.stringify(chosen[name] || []) === JSON.stringify(before.chosen[name] || []);
        if (range || !same || !this.fits.has(name)) this.setFit(name, this.matchFacet(name));
      }
      this.fails.fill(0);
      for (const fit of this.fits.values())
        for (let row = 0; row < fit.length; row++) this.fails[row] = (this.fails[row] ?? 0) + Number(!fit[row]);
      this.left = this.fails.reduce((left, fails) => left + Number(!fails), 0);
    }

    /**
     * @param {string} name
     * @param {Uint8Array | null} fit
     */
    setFit(name, fit) {
      this.fits.set(name, fit || new Uint8Array(0));
    }

    /** @param {string} before */
    matchSearch(before) {
      const words = wordsOf(this.state.search);
      if (!words.length) return null;
      const old = this.fits.get("search");
      const narrows = old?.length && before && !before.includes('"') && fold(this.state.search).startsWith(fold(before));
      const fit = new Uint8Array(this.count);
      for (let row = 0; row < this.count; row++) {
        const text = this.texts[row] || "";
        if (!narrows || old?.[row]) fit[row] = Number(words.every((word) => text.includes(word)));
      }
      return fit;
    }

    /** @param {string} name */
    matchFacet(name) {
      const facet = this.facet(name);
      const values = this.state.chosen[name] || [];
      const wanted = new Set(values.map((value) => this.number(name, value)));
      const { low, high } = this.isRange(name) ? this.range() : { low: -Infinity, high: Infinity };
      const ranged = low > -Infinity || high < Infinity;
      if (!values.length && !ranged) return null;
      const inRange = facet.terms.map((term) => ranged && Number(term) >= low && Number(term) <= high);
      const any = values.includes(ANY);
      return Uint8Array.from(facet.of, (terms) =>
        Number(terms.some((term) => any || wanted.has(term) || inRange[term])),
      );
    }

    /**
     * More words of a paper, which then are searched too.
     * @param {number} row
     * @param {string} text
     */
    learn(row, text) {
      this.texts[row] = [this.texts[row], fold(text)].join(" ");
      this.fits.delete("search");
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

    /** The facet that has a range, if there is one. */
    hasRange() {
      return Object.keys(this.index.facets).some((name) => this.isRange(name));
    }

    /** The range of years, infinite where it is open. */
    range() {
      const year = (/** @type {string} */ text, /** @type {number} */ open) => (isYear(text) ? Number(text) : open);
      return { low: year(this.state.from, -Infinity), high: year(this.state.to, Infinity) };
    }

    /**
     * The number of a term among those of its facet; -1 where there is none.
     * @param {string} name
     * @param {string} value
     */
    number(name, value) {
      let numbers = this.numbers.get(name);
      if (!numbers) {
        numbers = new Map(this.facet(name).terms.map((term, number) => [term, number]));
        this.numbers.set(name, numbers);
      }
      return numbers.get(value) ?? -1;
    }

    /**
     * How a term reads.
     * @param {string} name
     * @param {string} value
     */
    label(name, value) {
      return this.facet(name).labels[this.number(name, value)] || value;
    }

    /**
     * The numbers of the terms whose labels hold a text.
     * @param {string} name
     * @param {string} text
     */
    find(name, text) {
      const { terms, labels } = this.facet(name);
      const wanted = fold(text);
      if (!wanted) return [...terms.keys()];
      const folded = this.folded.get(name) || labels.map((label, number) => fold(label || terms[number] || ""));
      this.folded.set(name, folded);
      return [...terms.keys()].filter((number) => folded[number]?.includes(wanted));
    }

    /**
     * How many papers each term would leave, whatever is chosen of its own facet.
     * @param {string} name
     */
    tally(name) {
      const facet = this.facet(name);
      const own = this.fits.get(name);
      const counts = new Array(facet.terms.length).fill(0);
      let any = 0;
      facet.of.forEach((terms, row) => {
        if (this.fails[row] && !(this.fails[row] === 1 && own?.length && !own[row])) return;
        any += Number(terms.length > 0);
        for (const term of terms) counts[term] += 1;
      });
      return { counts, any };
    }

    // Rows

    /** The rows that match everything, in the order of the list or as the state sorts them. */
    matches() {
      return this.sorted(Array.from(this.fails.keys()).filter((row) => !this.fails[row]));
    }

    /** @param {number[]} rows */
    sorted(rows) {
      const { sort } = this.state;
      if (!sort) return rows;
      const ranks = this.index.ranks[sort === "newest" || sort === "oldest" ? "date" : sort] || [];
      const sign = sort === "newest" ? -1 : 1;
      const rank = (/** @type {number} */ row) => ranks[row] ?? -1;
      return rows.sort((one, other) => {
        if (rank(one) < 0 || rank(other) < 0) return Math.sign(rank(other) + 1) - Math.sign(rank(one) + 1) || one - other;
        return sign * (rank(one) - rank(other)) || one - other;
      });
    }
  }

  // The address

  /**
   * What a state says as parameters of the list `name`, beside those of others.
   * @param {string} name
   * @param {State} state
   * @param {string} search
   */
  function toParameters(name, state, search) {
    const parameters = new URLSearchParams(search);
    for (const known of [...parameters.keys()]) if (known.startsWith(`${name}.`)) parameters.delete(known);
    const add = (/** @type {string} */ part, /** @type {string} */ value) => value && parameters.append(`${name}.${part}`, value);
    add("search", state.search.trim());
    add("from", state.from);
    add("to", state.to);
    for (const [facet, values] of Object.entries(state.chosen)) for (const value of values) add(facet, value);
    add("sort", state.sort);
    return parameters;
  }

  /**
   * The state that an address gives the list `name`; what it says of terms that are none is passed over.
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
      const known = (/** @type {string} */ value) => matching.number(facet, value) >= 0 || (kind === "any" && value === ANY);
      const values = new Set(parameters.getAll(`${name}.${facet}`).filter(known));
      if (values.size) state.chosen[facet] = [...values];
    }
    return state;
  }

  /**
   * The part of an address that speaks of the list `name`.
   * @param {string} name
   * @param {string} search
   */
  function ownParameters(name, search) {
    return JSON.stringify([...new URLSearchParams(search)].filter(([key]) => key.startsWith(`${name}.`)));
  }

  return { ANY, Matching, empty, fold, fromParameters, isBusy, isYear, ownParameters, toParameters, toggle };
})();
