// @ts-check
/* The coding of states as URL parameters. Those of the list `papers` are called `papers.search`, `papers.sort`,
   `papers.year` and `papers.year.from` … One facet's range may also be written `papers.from` and `papers.to`. */

import { ANY, emptyState, ENDS, isNumber, rangeOf, setRange } from "./filter-state.mjs";

/** @import { FilterState } from "./filter-state.mjs" */
/** @import { Matching } from "./matching.mjs" */

/** Maximum length of a search or a sort order that is read from a URL. */
const MAX_LENGTH = 1000;

/**
 * Return a state as URL parameters of a list, in addition to those of other lists.
 * @param {string} listName
 * @param {FilterState} state
 * @param {string} query
 */
export function toParameters(listName, state, query) {
  const parameters = new URLSearchParams(query);
  for (const key of [...parameters.keys()]) if (key.startsWith(`${listName}.`)) parameters.delete(key);
  const add = (/** @type {string} */ part, /** @type {string} */ value) =>
    value && parameters.append(`${listName}.${part}`, value);
  add("search", state.search.trim());
  for (const facet of Object.keys(state.ranges))
    for (const end of ENDS) add(`${facet}.${end}`, rangeOf(state, facet)[end]);
  for (const [facet, terms] of Object.entries(state.chosen)) for (const term of terms) add(facet, term);
  add("sort", state.sort);
  return parameters;
}

/**
 * Return the state of a list in a URL; unknown terms and sort orders are ignored.
 * @param {string} listName
 * @param {Matching} matching
 * @param {string} query
 * @returns {FilterState}
 */
export function fromParameters(listName, matching, query) {
  const parameters = new URLSearchParams(query);
  const get = (/** @type {string} */ part) => (parameters.get(`${listName}.${part}`) || "").slice(0, MAX_LENGTH);
  const getNumber = (/** @type {string} */ part) => (isNumber(get(part)) ? get(part).trim() : "");
  const sort = matching.data.sorts.find(({ name }) => name === get("sort"))?.name || "";
  const state = { ...emptyState(), search: get("search"), sort };
  for (const facet of matching.rangeNames)
    for (const end of ENDS) {
      const plain = facet === matching.data.defaultRange ? getNumber(end) : "";
      setRange(state, facet, { [end]: getNumber(`${facet}.${end}`) || plain });
    }
  for (const facet of matching.facetNames) {
    const terms = new Set(parameters.getAll(`${listName}.${facet}`).filter((term) => isKnown(matching, facet, term)));
    if (terms.size) state.chosen[facet] = [...terms];
  }
  return state;
}

/**
 * @param {Matching} matching
 * @param {string} facet
 * @param {string} term
 */
function isKnown(matching, facet, term) {
  return matching.termIndex(facet, term) >= 0 || (term === ANY && matching.facet(facet).kind === "any");
}

/**
 * Return the URL parameters of a list, as a string for comparison.
 * @param {string} listName
 * @param {string} query
 */
export function parametersOf(listName, query) {
  return String(new URLSearchParams([...new URLSearchParams(query)].filter(([key]) => key.startsWith(`${listName}.`))));
}
