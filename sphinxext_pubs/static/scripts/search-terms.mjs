// @ts-check
/* The grammar of search boxes: words that must all be found, phrases in quotes, and `facet:value`. */

import { foldText } from "./fold.mjs";

/**
 * One word or phrase of a search. With a facet, it must be in the paper's terms of the facet.
 * @typedef {{facet: string, text: string}} SearchTerm
 */

const TOKENS = /[^\s":]+:"[^"]*"?|"[^"]*"?|[^\s"]+/g;

/**
 * Return the terms of a search, folded; `facets` are the names that are understood before a colon.
 * @param {string} search
 * @param {readonly string[]} [facets]
 * @returns {SearchTerm[]}
 */
export function parseSearch(search, facets = []) {
  const tokens = foldText(search).match(TOKENS) || [];
  return tokens.map((token) => parseToken(token, facets)).filter(({ text }) => text);
}

/**
 * @param {string} token
 * @param {readonly string[]} facets
 * @returns {SearchTerm}
 */
function parseToken(token, facets) {
  const colon = token.indexOf(":");
  const facet = facets.includes(token.slice(0, colon)) ? token.slice(0, colon) : "";
  const text = facet ? token.slice(colon + 1) : token;
  return { facet, text: text.replaceAll('"', "").trim() };
}

/**
 * True if everything that a search finds is also found by the search before it.
 * @param {string} search
 * @param {string} before
 */
export function narrowsSearch(search, before) {
  const hasSyntax = /[":]/.test(search) || /[":]/.test(before);
  return Boolean(before.trim()) && !hasSyntax && foldText(search).startsWith(foldText(before));
}
