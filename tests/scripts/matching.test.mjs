import assert from "node:assert/strict";
import { test } from "node:test";

import { emptyState } from "../../sphinxext_pubs/static/scripts/filter-state.mjs";
import { makeMatching } from "./list-data.mjs";

/** @typedef {Partial<import("../../sphinxext_pubs/static/scripts/filter-state.mjs").FilterState>} Changes */

/**
 * Return the keys of the papers that match.
 * @param {ReturnType<typeof makeMatching>} matching
 * @param {Changes} changes
 */
function findKeys(matching, changes) {
  matching.match({ ...emptyState(), ...changes });
  return matching.matchingRows().map((row) => matching.data.keys[row]).join("");
}

/** @type {[string, Changes, string][]} */
const MATCHES = [
  ["everything", {}, "abcd"],
  ["a word", { search: "DEEP" }, "ac"],
  ["two words", { search: "deep water" }, "c"],
  ["a phrase", { search: '"deep layers"' }, "a"],
  ["no paper", { search: "zzz" }, ""],
  ["a range", { ranges: { year: { from: "2023", to: "" } } }, "ab"],
  ["a closed range", { ranges: { year: { from: "2022", to: "2023" } } }, "bc"],
  ["a reversed range", { ranges: { year: { from: "2024", to: "2022" } } }, ""],
  ["a term", { chosen: { "funded-by": ["nsf"] } }, "ab"],
  ["one of two terms", { chosen: { "funded-by": ["nsf", "erc"] } }, "abd"],
  ["terms of two facets", { chosen: { "funded-by": ["nsf"], year: ["2023"] } }, "b"],
  ["a year or a range", { ranges: { year: { from: "2024", to: "" } }, chosen: { year: ["2022"] } }, "ac"],
  ["a range of another facet", { ranges: { pages: { from: "10", to: "" } } }, "bc"],
  ["ranges of two facets", { ranges: { pages: { from: "10", to: "" }, year: { from: "", to: "2022" } } }, "c"],
  ["any term", { chosen: { award: ["*"] } }, "a"],
  ["a facet in the search", { search: "funded-by:forschungsrat" }, "bd"],
  ["a facet and a word in the search", { search: "funded-by:science water" }, "b"],
  ["any term in the search", { search: "funded-by:*" }, "abd"],
  ["an unknown facet in the search", { search: "funder:nsf" }, ""],
  ["a word of the title", { search: "title:water" }, "bc"],
  ["a phrase of the title", { search: 'title:"deep water"' }, "c"],
  ["what is not in the title", { search: "title:twice" }, ""],
  ["a field and a word", { search: "title:water deep" }, "c"],
  ["a word of the note", { search: "note:seen" }, "c"],
  ["any note", { search: "note:*" }, "c"],
  ["a part of the DOI", { search: "doi:10.1" }, "a"],
  ["a field that no paper has", { search: "abstract:deep" }, ""],
  ["papers with a link", { search: "has:pdf" }, "ac"],
  ["papers with two things", { search: "HAS:pdf has:doi" }, "a"],
  ["nothing for a part of a word", { search: "has:pd" }, ""],
  ["an order of a facet", { sort: "grant" }, "dbac"],
  ["an unknown order", { sort: "constructor" }, "abcd"],
];

for (const [name, changes, expected] of MATCHES)
  test(`${name} is found`, () => assert.equal(findKeys(makeMatching(), changes), expected));

test("each state gives the same result after any other state", () => {
  const matching = makeMatching();
  for (const [, before] of MATCHES)
    for (const [name, changes, expected] of MATCHES) {
      findKeys(matching, before);
      assert.equal(findKeys(matching, changes), expected, `${name} after ${JSON.stringify(before)}`);
    }
});

test("the state of the reader may change later", () => {
  const matching = makeMatching();
  const state = { ...emptyState(), chosen: { year: ["2024"] } };
  matching.match(state);
  state.chosen.year.push("2023");
  matching.match(state);
  assert.equal(matching.matchCount, 2);
});

test("text that is added is found", () => {
  const matching = makeMatching();
  assert.equal(findKeys(matching, { search: "zebra" }), "");
  matching.addText("abstract", 3, "On Zébras");
  assert.equal(findKeys(matching, { search: "zebra" }), "d");
  assert.equal(findKeys(matching, { search: "abstract:zebra" }), "d");
  assert.equal(findKeys(matching, { search: "title:zebra" }), "");
});

test("counts ignore the other values of the same facet", () => {
  const matching = makeMatching();
  findKeys(matching, { search: "water", chosen: { "funded-by": ["erc"] } });
  assert.deepEqual(matching.countTerms("funded-by"), { counts: [1, 1], any: 1 });
  assert.deepEqual(matching.countTerms("year"), { counts: [0, 1, 0], any: 1 });
});

test("terms have labels and are found by them", () => {
  const matching = makeMatching();
  assert.equal(matching.label("funded-by", "nsf"), "National Science Foundation");
  assert.equal(matching.label("year", "2024"), "2024");
  assert.equal(matching.label("year", "1900"), "1900");
  assert.deepEqual(matching.findTerms("funded-by", "europaisch"), [1]);
  assert.deepEqual(matching.findTerms("funded-by", ""), [0, 1]);
});
