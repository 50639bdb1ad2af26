import assert from "node:assert/strict";
import { test } from "node:test";

import { nextSort, sortRows, sortsOfColumn } from "../../sphinxext_pubs/static/scripts/sort-orders.mjs";

const SORTS = [
  { name: "newest", facet: "date", descending: true, columns: ["year", "date"] },
  { name: "oldest", facet: "date", descending: false, columns: ["year", "date"] },
  { name: "title", facet: "title", descending: false, columns: ["title"] },
];

test("rows are sorted by rank, those without a rank last", () => {
  const ranks = [1, -1, 0, 1, -1, 2];
  const rows = [0, 1, 2, 3, 4, 5];
  assert.deepEqual(sortRows(rows, ranks, false), [2, 0, 3, 5, 1, 4]);
  assert.deepEqual(sortRows(rows, ranks, true), [5, 0, 3, 2, 1, 4]);
  assert.deepEqual(rows, [0, 1, 2, 3, 4, 5]);
});

test("without ranks the order stays", () => {
  assert.deepEqual(sortRows([2, 0, 1], [], true), [0, 1, 2]);
});

test("a column header goes through the orders of its column", () => {
  const sorts = sortsOfColumn(SORTS, "date");
  assert.deepEqual(sorts.map(({ name }) => name), ["newest", "oldest"]);
  assert.deepEqual(["", "title", "newest", "oldest"].map((current) => nextSort(sorts, current)), [
    ...["newest", "newest", "oldest", "newest"],
  ]);
  assert.equal(nextSort(sortsOfColumn(SORTS, "title"), "title"), "title");
  assert.deepEqual(sortsOfColumn(SORTS, "venue"), []);
  assert.equal(nextSort([], "title"), "");
});
