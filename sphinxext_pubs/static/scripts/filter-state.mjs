// @ts-check
/* The filters and the sort order that a reader has set for a list. */

/**
 * A range of numbers as typed; an open end is empty.
 * @typedef {{from: string, to: string}} Range
 *
 * `chosen` has the terms chosen in the menu of each facet, and `ranges` the ranges; `sort` is the name of a sort
 * order, or empty.
 * @typedef {{search: string, sort: string, ranges: Record<string, Range>, chosen: Record<string, string[]>}} FilterState
 */

/**
 * The owner of a state, for parts that show and change it. Successive changes that are typed are one entry in the
 * browser's history.
 * @typedef {object} StateOwner
 * @property {FilterState} state
 * @property {(modify: (state: FilterState) => void, isTyped?: boolean) => void} changeState
 */

/** The value of a facet that means any term, as in the options of the directive. */
export const ANY = "*";

/** The ends of a range: the names in a range, of the form's fields, in the words and in URLs. */
export const ENDS = /** @type {const} */ (["from", "to"]);

/** @returns {FilterState} */
export function emptyState() {
  return { search: "", sort: "", ranges: {}, chosen: {} };
}

/**
 * Choose or unchoose a term of a facet.
 * @param {FilterState} state
 * @param {string} facet
 * @param {string} term
 * @param {boolean} isChosen
 */
export function chooseTerm(state, facet, term, isChosen) {
  const others = (state.chosen[facet] || []).filter((other) => other !== term);
  state.chosen[facet] = isChosen ? [...others, term] : others;
}

/**
 * Return the range of a facet, which is open at both ends if it is not set.
 * @param {FilterState} state
 * @param {string} facet
 * @returns {Range}
 */
export function rangeOf(state, facet) {
  return state.ranges[facet] || { from: "", to: "" };
}

/**
 * Set some ends of a facet's range; a range that is open at both ends is removed.
 * @param {FilterState} state
 * @param {string} facet
 * @param {Partial<Range>} ends
 */
export function setRange(state, facet, ends) {
  const range = { ...rangeOf(state, facet), ...ends };
  if (range.from || range.to) state.ranges[facet] = range;
  else delete state.ranges[facet];
}

/**
 * True if the state has any filter or sort order.
 * @param {FilterState} state
 */
export function hasConditions({ search, sort, ranges, chosen }) {
  return Boolean(search.trim() || sort || Object.keys(ranges).length || Object.values(chosen).some((terms) => terms.length));
}

/**
 * True if a text is a whole number that a range can begin or end with.
 * @param {string} text
 */
export const isNumber = (text) => /^-?\d{1,9}$/.test(text.trim());
