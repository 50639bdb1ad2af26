import assert from "node:assert/strict";
import { test } from "node:test";

import { chooseTerm, emptyState, hasConditions, isNumber, rangeOf, setRange } from "../../sphinxext_pubs/static/scripts/filter-state.mjs";
import { fromParameters, parametersOf, toParameters } from "../../sphinxext_pubs/static/scripts/state-parameters.mjs";
import { makeMatching } from "./list-data.mjs";

/** @typedef {import("../../sphinxext_pubs/static/scripts/filter-state.mjs").FilterState} FilterState */

/** @type {Partial<FilterState>[]} */
const STATES = [
  {},
  { search: "a&b = “c” #+%" },
  { ranges: { year: { from: "2022", to: "2023" } } },
  { ranges: { year: { from: "-50", to: "" } } },
  { ranges: { year: { from: "2022", to: "" }, pages: { from: "", to: "12" } } },
  { sort: "grant" },
  { chosen: { "funded-by": ["nsf", "erc"], award: ["*"] } },
];

for (const changes of STATES)
  test(`a URL keeps ${JSON.stringify(changes)}`, () => {
    const state = { ...emptyState(), ...changes };
    const query = `?${toParameters("p", state, "")}`;
    assert.deepEqual(fromParameters("p", makeMatching(), query), state);
  });

test("parameters of others are kept, and those of the list replaced", () => {
  const state = { ...emptyState(), search: "new" };
  assert.equal(String(toParameters("p", state, "?lang=x&p.search=old&p.year=1&pp.search=y")), "lang=x&pp.search=y&p.search=new");
});

/** @type {string[]} */
const IGNORED = [
  "p.year=1900&p.funded-by=Nobody&p.unknown=x",
  "p.sort=__proto__&p.from=abc&p.year.to=99999999999999&p.award.from=1",
  "p.__proto__=x&p.constructor=y&p.funded-by=__proto__",
  "p.funded-by=*", // only a facet with “any” has any
  "p.search=&p.year=",
  "q.search=other",
];

for (const query of IGNORED)
  test(`“${query}” is ignored`, () => assert.deepEqual(fromParameters("p", makeMatching(), query), emptyState()));

test("a long search is cut", () => {
  assert.equal(fromParameters("p", makeMatching(), `p.search=${"x".repeat(5000)}`).search.length, 1000);
});

test("only parameters of the list are compared", () => {
  assert.equal(parametersOf("p", "?a=1&p.search=x&p2.search=y"), "p.search=x");
  assert.equal(parametersOf("p", "?a=1"), "");
  assert.equal(parametersOf("p", "?p.search=x&a=1"), parametersOf("p", "?b=2&p.search=x"));
});

test("terms are chosen once and can be unchosen", () => {
  const state = emptyState();
  assert.equal(hasConditions(state), false);
  for (const isChosen of [true, true]) chooseTerm(state, "year", "2024", isChosen);
  assert.deepEqual(state.chosen, { year: ["2024"] });
  assert.equal(hasConditions(state), true);
  chooseTerm(state, "year", "2024", false);
  assert.equal(hasConditions(state), false);
});

test("the parameters of a range name its facet", () => {
  const state = { ...emptyState(), ranges: { year: { from: "2022", to: "" }, pages: { from: "8", to: "12" } } };
  assert.equal(String(toParameters("p", state, "?p.from=1")), "p.year.from=2022&p.pages.from=8&p.pages.to=12");
});

/** @type {[string, FilterState["ranges"]][]} */
const SHORT_FORMS = [
  ["p.from=2022&p.to=2023", { year: { from: "2022", to: "2023" } }],
  ["p.from=2022&p.year.to=2024", { year: { from: "2022", to: "2024" } }],
  ["p.from=2022&p.year.from=2024", { year: { from: "2024", to: "" } }],
  ["p.to=2022&p.pages.from=8", { year: { from: "", to: "2022" }, pages: { from: "8", to: "" } }],
];

for (const [query, ranges] of SHORT_FORMS)
  test(`“${query}” sets the range of the first facet with one`, () =>
    assert.deepEqual(fromParameters("p", makeMatching(), query).ranges, ranges));

test("the short form is ignored if the bar lacks the facet that it means", () => {
  const matching = makeMatching();
  matching.data.defaultRange = "volume";
  assert.deepEqual(fromParameters("p", matching, "p.from=2022"), emptyState());
});

test("a range that is open at both ends is not a condition", () => {
  const state = emptyState();
  setRange(state, "pages", { from: "8" });
  setRange(state, "pages", { to: "12" });
  assert.deepEqual(rangeOf(state, "pages"), { from: "8", to: "12" });
  assert.deepEqual(rangeOf(state, "year"), { from: "", to: "" });
  assert.equal(hasConditions(state), true);
  setRange(state, "pages", { from: "", to: "" });
  assert.deepEqual(state, emptyState());
});

test("the ends of a range are whole numbers", () => {
  const numbers = ["2024", " -50 ", "20.5", "x", "", "1234567890"].map(isNumber);
  assert.deepEqual(numbers, [true, true, false, false, false, false]);
});
