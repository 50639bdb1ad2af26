import assert from "node:assert/strict";
import { test } from "node:test";

import { forEachInSlices, logFailure } from "../../sphinxext_pubs/static/scripts/tasks.mjs";

/** @param {number} duration */
function work(duration) {
  const end = performance.now() + duration;
  while (performance.now() < end);
}

test("long work is done in slices, in order", async () => {
  /** @type {number[]} */
  const done = [];
  let countInBetween = 0;
  setTimeout(() => (countInBetween = done.length));
  const isFinished = await forEachInSlices([0, 1, 2, 3], (item) => {
    work(11);
    done.push(item);
  });
  assert.deepEqual([isFinished, done], [true, [0, 1, 2, 3]]);
  assert.ok(countInBetween > 0 && countInBetween < 4, `another task ran after ${countInBetween} items`);
});

test("work stops early", async () => {
  const isFinished = await forEachInSlices([0, 1, 2], () => work(11), () => true);
  assert.equal(isFinished, false);
});

test("a failure is logged", async (context) => {
  const log = context.mock.method(console, "error", () => undefined);
  logFailure(Promise.reject(new Error("reason")), "Doing this");
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(log.mock.calls.map((call) => call.arguments.map(String)), [
    ["sphinxext-pubs: Doing this failed.", "Error: reason"],
  ]);
});
