/* The data of a list of four papers, with a facet that the scripts have never heard of. */

import { Matching } from "../../sphinxext_pubs/static/scripts/matching.mjs";

export function makeMatching() {
  return new Matching({
    keys: ["a", "b", "c", "d"],
    text: ["deep layers 10.1/a 2024", "shallow water 2023", "deep water seen twice 2022", "notes"],
    fields: { title: [11, 13, 10, 5], doi: [6, 0, 0, 0], note: [0, 0, 10, 0], abstract: [] },
    having: { name: "has", words: ["title", "pdf", "doi"], sets: [[0, 1, 2], [0], [0, 1]], of: [0, 1, 2, 1] },
    years: ["2024", "2023", "2022", ""],
    facets: {
      year: { label: "Year", kind: "range", selector: "", terms: ["2024", "2023", "2022"], labels: [], of: [[0], [1], [2], []] },
      pages: { label: "Pages", kind: "range", selector: "", terms: ["8", "12"], labels: [], of: [[0], [1], [1], []] },
      award: { label: "Award", kind: "any", selector: "", terms: ["Best Paper"], labels: [], of: [[0], [], [], []] },
      "funded-by": {
        label: "Funding",
        kind: "menu",
        selector: ".funder",
        terms: ["nsf", "erc"],
        labels: ["National Science Foundation", "Europäischer Forschungsrat"],
        of: [[0], [0, 1], [], [1]],
      },
    },
    sorts: [{ name: "grant", facet: "funded-by", descending: true, columns: ["funding"] }],
    ranks: { "funded-by": [0, 1, -1, 2] },
    defaultRange: "year",
    words: {},
  });
}
