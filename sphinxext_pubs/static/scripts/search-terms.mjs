// @ts-check
/* The grammar of search boxes: words that must all be found, phrases in quotes, and `name:value`. */

import { foldText } from "./fold.mjs";

/**
 * One word or phrase of a search. With the name of a facet or a field, it must be in the paper's terms or text of it.
 * @typedef {{name: string, text: string}} SearchTerm
 */

const TOKENS = /[^\s":]+:"[^"]*"?|"[^"]*"?|[^\s"]+/g;

/**
 * Return the terms of a search, folded; `names` are understood before a colon.
 * @param {string} search
 * @param {readonly string[]} [names]
 * @returns {SearchTerm[]}
 */
export function parseSearch(search, names = []) {
  const tokens = foldText(search).match(TOKENS) || [];
  return tokens.map((token) => parseToken(token, names)).filter(({ text }) => text);
}

/**
 * @param {string} token
 * @param {readonly string[]} names
 * @returns {SearchTerm}
 */
function parseToken(token, names) {
  const colon = token.indexOf(":");
  const name = names.includes(token.slice(0, colon)) ? token.slice(0, colon) : "";
  const text = name ? token.slice(colon + 1) : token;
  return { name, text: text.replaceAll('"', "").trim() };
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
