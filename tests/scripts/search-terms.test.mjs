import assert from "node:assert/strict";
import { test } from "node:test";

import { narrowsSearch, parseSearch } from "../../sphinxext_pubs/static/scripts/search-terms.mjs";

const FACETS = ["author", "first-author"];

/** Searches with their terms: a text, or a facet and a text. @type {[string, (string | [string, string])[]][]} */
const SEARCHES = [
  ["", []],
  ["  Deep   Learning ", ["deep", "learning"]],
  ['"Deep  Learning" Øre', ["deep learning", "ore"]],
  ['“typographic quotes”', ["typographic quotes"]],
  ['"never closed', ["never closed"]],
  ['"" x', ["x"]],
  ["author:Müller", [["author", "muller"]]],
  ['author:"Jane Doe" 2024', [["author", "jane doe"], "2024"]],
  ["first-author:kim", [["first-author", "kim"]]],
  ["author:a:b", [["author", "a:b"]]],
  ["author:", []],
  ["title:x", ["title:x"]],
  ["constructor:x __proto__:y", ["constructor:x", "__proto__:y"]],
  ["https://example.org", ["https://example.org"]],
  ["3:16", ["3:16"]],
  [":", [":"]],
];

for (const [search, expected] of SEARCHES)
  test(`the terms of ‘${search}’`, () => {
    const terms = parseSearch(search, FACETS).map(({ name, text }) => (name ? [name, text] : text));
    assert.deepEqual(terms, expected);
  });

test("without facets, a colon is text", () => {
  assert.deepEqual(parseSearch("author:kim"), [{ name: "", text: "author:kim" }]);
});

/** @type {[string, string, boolean][]} */
const CHANGES = [
  ["deep l", "deep", true],
  ["DEEP", "de", true],
  ["deep", "deep l", false],
  ["deep", "", false],
  ['deep "', "deep", false],
  ['"a b', '"a', false],
  ["author:", "author", false],
  ["author:k", "author:", false],
];

for (const [search, before, expected] of CHANGES)
  test(`‘${search}’ ${expected ? "narrows" : "does not narrow"} ‘${before}’`, () =>
    assert.equal(narrowsSearch(search, before), expected));
