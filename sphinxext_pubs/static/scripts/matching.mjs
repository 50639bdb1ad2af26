// @ts-check
/* Finds the papers of a list that match the reader's filters: in memory, without accessing the page. */

import { ANY, emptyState, isNumber, rangeOf } from "./filter-state.mjs";
import { foldText } from "./fold.mjs";
import { narrowsSearch, parseSearch } from "./search-terms.mjs";
import { sortRows } from "./sort-orders.mjs";

/** @import { FilterState } from "./filter-state.mjs" */
/** @import { SearchTerm } from "./search-terms.mjs" */
/** @import { SortOrder } from "./sort-orders.mjs" */

/**
 * A facet: its terms, their labels if different, and for each paper the indexes of its terms. `selector` finds the
 * elements of an entry that show one term each.
 * @typedef {{label: string, kind: string, selector: string, terms: string[], labels: string[], of: number[][]}} Facet
 * @typedef {{html: string[], places: string[]}} RemoteEntries
 *
 * What papers have: the word before the colon, the words behind it, their indexes in each set that a paper has, and
 * the index of each paper's set.
 * @typedef {{name: string, words: string[], sets: number[][], of: number[]}} Having
 *
 * The data of a list (see render/browser_data.py); a row is the index of a paper in it. `text` begins with the texts
 * of the fields, of which `fields` has the lengths. `defaultRange` is the facet whose range in a URL may lack the
 * facet's name.
 * @typedef {{keys: string[], text: string[], fields: Record<string, number[]>, having: Having, years: string[],
 *   facets: Record<string, Facet>, sorts: SortOrder[], ranks: Record<string, number[]>, defaultRange: string,
 *   words: Record<string, string>, entries?: RemoteEntries}} ListData
 */

/** The papers of a list, and those that match a state. */
export class Matching {
  /** @param {ListData} data */
  constructor(data) {
    this.data = data;
    this.count = data.keys.length;
    this.texts = [...data.text];
    /** Texts of the page that follow the search words of a row, by the name of their field. */
    this.addedTexts = /** @type {Map<string, Map<number, string>>} */ (new Map());
    this.facetNames = Object.keys(data.facets);
    this.searchNames = [...this.facetNames, ...Object.keys(data.fields), data.having.name];
    this.rangeNames = this.facetNames.filter((name) => this.isRange(name));
    this.state = emptyState();
    /** For each condition, a flag for each paper: 1 if it matches. Empty without a condition. */
    this.flagsByCondition = /** @type {Map<string, Uint8Array>} */ (new Map());
    /** The number of conditions that each paper fails. */
    this.failCounts = new Uint8Array(this.count);
    this.matchCount = this.count;
    this.termIndexes = /** @type {Map<string, Map<string, number>>} */ (new Map());
    /** The folded labels of each facet, computed on the first search for its terms. */
    this.foldedLabels = /** @type {Map<string, string[]>} */ (new Map());
  }

  // Conditions

  /**
   * Find the papers that match a state; only conditions that changed are evaluated.
   * @param {FilterState} state
   */
  match(state) {
    const before = this.state;
    this.state = structuredClone(state);
    if (state.search !== before.search || !this.flagsByCondition.has("search"))
      this.setFlags("search", this.matchSearch(before.search));
    for (const name of this.facetNames)
      if (this.hasFacetChanged(name, before) || !this.flagsByCondition.has(`facet ${name}`))
        this.setFlags(`facet ${name}`, this.matchFacet(name));
    this.countFailures();
  }

  /**
   * @param {string} name
   * @param {FilterState} before
   */
  hasFacetChanged(name, before) {
    const conditions = (/** @type {FilterState} */ state) =>
      JSON.stringify([state.chosen[name] || [], rangeOf(state, name)]);
    return conditions(this.state) !== conditions(before);
  }

  /**
   * @param {string} condition
   * @param {Uint8Array | null} flags
   */
  setFlags(condition, flags) {
    this.flagsByCondition.set(condition, flags || new Uint8Array(0));
  }

  countFailures() {
    this.failCounts.fill(0);
    for (const flags of this.flagsByCondition.values())
      for (let row = 0; row < flags.length; row++) this.failCounts[row] = (this.failCounts[row] ?? 0) + Number(!flags[row]);
    this.matchCount = this.failCounts.reduce((count, failed) => count + Number(!failed), 0);
  }

  /** @param {string} before */
  matchSearch(before) {
    const terms = parseSearch(this.state.search, this.searchNames);
    if (!terms.length) return null;
    const words = terms.filter(({ name }) => !name).map(({ text }) => text);
    const tests = terms.filter(({ name }) => name).map((term) => this.termTest(term));
    const old = this.flagsByCondition.get("search");
    const narrows = old?.length && narrowsSearch(this.state.search, before);
    const flags = new Uint8Array(this.count);
    for (let row = 0; row < this.count; row++) {
      if (narrows && !old[row]) continue;
      const text = this.texts[row] || "";
      flags[row] = Number(words.every((word) => text.includes(word)) && tests.every((test) => test(row)));
    }
    return flags;
  }

  /**
   * Return a function that is true for papers with the text of a term in what its name names.
   * @param {SearchTerm} term
   * @returns {(row: number) => boolean}
   */
  termTest({ name, text }) {
    if (this.facetNames.includes(name)) return this.facetTest(name, text);
    if (name === this.data.having.name) return this.havingTest(text);
    if (text === ANY) return (row) => this.fieldText(name, row) !== "";
    return (row) => this.fieldText(name, row).includes(text);
  }

  /**
   * Return a function that is true for papers that have what a word names.
   * @param {string} word
   * @returns {(row: number) => boolean}
   */
  havingTest(word) {
    const { words, sets, of } = this.data.having;
    const hasWord = sets.map((indexes) => indexes.some((index) => words[index] === word));
    return (row) => Boolean(hasWord[of[row] ?? -1]);
  }

  /**
   * Return the folded text of a field of a paper.
   * @param {string} name
   * @param {number} row
   */
  fieldText(name, row) {
    let start = 0;
    for (const [field, lengths] of Object.entries(this.data.fields)) {
      const length = lengths[row] || 0;
      if (field === name && length) return this.data.text[row]?.slice(start, start + length) || "";
      start += length + Number(length > 0);
    }
    return this.addedTexts.get(name)?.get(row) || "";
  }

  /**
   * Return a function that is true for papers with a term of a facet that contains a text.
   * @param {string} name
   * @param {string} text
   * @returns {(row: number) => boolean}
   */
  facetTest(name, text) {
    const { of } = this.facet(name);
    if (text === ANY) return (row) => Boolean(of[row]?.length);
    const found = new Set(this.findTerms(name, text));
    return (row) => Boolean(of[row]?.some((term) => found.has(term)));
  }

  /** @param {string} name */
  matchFacet(name) {
    const facet = this.facet(name);
    const values = this.state.chosen[name] || [];
    const chosenTerms = new Set(values.map((value) => this.termIndex(name, value)));
    const { low, high } = this.limits(name);
    const isLimited = low > -Infinity || high < Infinity;
    if (!values.length && !isLimited) return null;
    const inRange = facet.terms.map((term) => isLimited && Number(term) >= low && Number(term) <= high);
    const isAny = values.includes(ANY);
    return Uint8Array.from(facet.of, (terms) =>
      Number(terms.some((term) => isAny || chosenTerms.has(term) || inRange[term])),
    );
  }

  /**
   * Add the text of a field on the page to the search words of a paper.
   * @param {string} name
   * @param {number} row
   * @param {string} text
   */
  addText(name, row, text) {
    const folded = foldText(text);
    const added = this.addedTexts.get(name) || new Map();
    this.addedTexts.set(name, added.set(row, folded));
    this.texts[row] = [this.texts[row], folded].join(" ");
    this.flagsByCondition.delete("search");
  }

  // Facets

  /** @param {string} name */
  facet(name) {
    return /** @type {Facet} */ (this.data.facets[name]);
  }

  /** @param {string} name */
  isRange(name) {
    return this.data.facets[name]?.kind === "range";
  }

  /**
   * Return the range of a facet as numbers; open ends are infinite.
   * @param {string} name
   */
  limits(name) {
    const { from, to } = rangeOf(this.state, name);
    const limit = (/** @type {string} */ text, /** @type {number} */ open) => (isNumber(text) ? Number(text) : open);
    return { low: limit(from, -Infinity), high: limit(to, Infinity) };
  }

  /**
   * Return the index of a term of a facet, or -1.
   * @param {string} name
   * @param {string} value
   */
  termIndex(name, value) {
    let indexes = this.termIndexes.get(name);
    if (!indexes) {
      indexes = new Map(this.facet(name).terms.map((term, index) => [term, index]));
      this.termIndexes.set(name, indexes);
    }
    return indexes.get(value) ?? -1;
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
    const query = foldText(text);
    if (!query) return [...terms.keys()];
    const folded = this.foldedLabels.get(name) || terms.map((term, index) => foldText(labels[index] || term));
    this.foldedLabels.set(name, folded);
    return [...terms.keys()].filter((index) => folded[index]?.includes(query));
  }

  /**
   * Count the papers that each term would match, ignoring the other values of its facet.
   * @param {string} name
   */
  countTerms(name) {
    const facet = this.facet(name);
    const ownFlags = this.flagsByCondition.get(`facet ${name}`);
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

  /** Return the sort order of the state, or undefined for the order of the list. */
  sortOrder() {
    return this.data.sorts.find(({ name }) => name === this.state.sort);
  }

  /** Return the rows that match all conditions, sorted as in the list or by the state. */
  matchingRows() {
    const rows = Array.from(this.failCounts.keys()).filter((row) => !this.failCounts[row]);
    const order = this.sortOrder();
    return order ? sortRows(rows, this.data.ranks[order.facet] || [], order.descending) : rows;
  }
}
