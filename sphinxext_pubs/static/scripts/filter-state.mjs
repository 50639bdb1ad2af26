// @ts-check
/* The filters and the sort order that a reader has set for a list. */

/**
 * `chosen` has the terms chosen in the menu of each facet; `sort` is the name of a sort order, or empty.
 * @typedef {{search: string, sort: string, from: string, to: string, chosen: Record<string, string[]>}} FilterState
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

/** @returns {FilterState} */
export function emptyState() {
  return { search: "", sort: "", from: "", to: "", chosen: {} };
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
 * True if the state has any filter or sort order.
 * @param {FilterState} state
 */
export function hasConditions({ search, sort, from, to, chosen }) {
  return Boolean(search.trim() || sort || from || to || Object.values(chosen).some((terms) => terms.length));
}

/** @param {string} text */
export const isYear = (text) => /^-?\d{1,6}$/.test(text.trim());
