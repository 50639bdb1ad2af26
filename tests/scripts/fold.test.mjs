import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { foldText } from "../../sphinxext_pubs/static/scripts/fold.mjs";

/** The table of the server's tests. @type {[string, string][]} */
const FOLDED = JSON.parse(readFileSync(new URL("folded_texts.json", import.meta.url), "utf8"));

for (const [text, expected] of FOLDED)
  test(`“${text}” is folded as on the server`, () => assert.equal(foldText(text), expected));

test("folding a folded text changes nothing", () => {
  for (const [, folded] of FOLDED) assert.equal(foldText(folded), folded);
});
