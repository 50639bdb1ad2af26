// @ts-check
/* Work that takes longer than a frame, and work whose result nothing waits for. */

/** The duration of a slice of work, in milliseconds. */
const SLICE = 10;

/** Let the browser respond to input and paint. A pause by `setTimeout` takes at least 4 ms when it is repeated. */
function yieldToBrowser() {
  const { scheduler } = /** @type {{scheduler?: {yield?: () => Promise<void>}}} */ (globalThis);
  return scheduler?.yield ? scheduler.yield() : new Promise((resume) => setTimeout(resume));
}

/**
 * Process each item, in slices of time; stop early, and return false, if `shouldStop` returns true.
 * @template T
 * @param {Iterable<T>} items
 * @param {(item: T) => void} processItem
 * @param {() => boolean} [shouldStop]
 */
export async function forEachInSlices(items, processItem, shouldStop = () => false) {
  let deadline = performance.now() + SLICE;
  for (const item of items) {
    if (performance.now() > deadline) {
      await yieldToBrowser();
      if (shouldStop()) return false;
      deadline = performance.now() + SLICE;
    }
    processItem(item);
  }
  return true;
}

/**
 * Log the failure of a task that nothing waits for. The page works without it, so readers are not told.
 * @param {Promise<unknown>} task
 * @param {string} description
 */
export function logFailure(task, description) {
  task.catch((error) => console.error(`sphinxext-pubs: ${description} failed.`, error));
}
