import assert from "node:assert/strict";
import { test } from "node:test";

import { chooseTerm, emptyState, hasConditions, isYear } from "../../sphinxext_pubs/static/scripts/filter-state.mjs";
import { fromParameters, parametersOf, toParameters } from "../../sphinxext_pubs/static/scripts/state-parameters.mjs";
import { makeMatching } from "./list-data.mjs";

/** @typedef {import("../../sphinxext_pubs/static/scripts/filter-state.mjs").FilterState} FilterState */

/** @type {Partial<FilterState>[]} */
const STATES = [
  {},
  { search: "a&b = “c” #+%" },
  { from: "2022", to: "2023" },
  { from: "-50" },
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
  "p.sort=__proto__&p.from=abc&p.to=99999999999999",
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

test("years are whole numbers", () => {
  assert.deepEqual(["2024", " -50 ", "20.5", "x", "", "1234567"].map(isYear), [true, true, false, false, false, false]);
});
