// @ts-check
/* Prepares entries for use when they are near the screen and scrolling has stopped.

   Dispatches `pubs:near` from such an entry, which bubbles. Listens for `pubs:placed` from a list with new entries. */

import { addCopyButtons, liveRegionOf } from "./copy-buttons.mjs";
import { updateFoldButtons } from "./entry-folds.mjs";

/** The pause after which scrolling has stopped, in milliseconds. */
const SCROLL_PAUSE = 250;

/** The entries near the screen, each prepared once. */
class NearbyEntries {
  /** @param {DOMStringMap} words */
  constructor(words) {
    this.words = words;
    this.nearby = /** @type {Set<Element>} */ (new Set());
    this.prepared = /** @type {WeakSet<Element>} */ (new WeakSet());
    this.timer = 0;
    // In a long list only the entries of runs near the screen are observed: thousands would slow down rendering.
    this.observer = new IntersectionObserver((changes) => this.onChange(changes), { rootMargin: "50%" });
  }

  observeAll() {
    for (const run of document.querySelectorAll(".pubs-run")) this.observer.observe(run);
    for (const list of document.querySelectorAll(".pubs-list")) this.observeEntries(list, true);
  }

  /**
   * Start or stop observing the entries of a run or a list.
   * @param {Element} parent
   * @param {boolean} isNear
   */
  observeEntries(parent, isNear) {
    for (const entry of parent.querySelectorAll(":scope > .pubs-entry, :scope > table > tbody > .pubs-entry"))
      if (isNear && !this.prepared.has(entry)) this.observer.observe(entry);
      else this.observer.unobserve(entry);
  }

  /** @param {IntersectionObserverEntry[]} changes */
  onChange(changes) {
    for (const { target, isIntersecting } of changes)
      if (target.matches(".pubs-run")) this.observeEntries(target, isIntersecting);
      else if (isIntersecting) this.nearby.add(target);
      else this.nearby.delete(target);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.prepareNearby(), SCROLL_PAUSE);
  }

  prepareNearby() {
    for (const entry of this.nearby) {
      this.observer.unobserve(entry);
      if (!this.prepared.has(entry)) this.prepare(entry);
    }
    this.nearby.clear();
  }

  /** @param {Element} entry */
  prepare(entry) {
    this.prepared.add(entry);
    addCopyButtons(entry, this.words);
    liveRegionOf(entry);
    updateFoldButtons(entry);
    entry.setAttribute("data-near", ""); // for filter bars that start after the event
    entry.dispatchEvent(new CustomEvent("pubs:near", { bubbles: true }));
  }
}

/**
 * Prepare entries near the screen, once the page is complete.
 * @param {DOMStringMap} words
 */
export function startNearbyEntries(words) {
  const entries = new NearbyEntries(words);
  document.addEventListener("DOMContentLoaded", () => entries.observeAll());
  document.addEventListener("pubs:placed", ({ target }) => target instanceof Element && entries.observeEntries(target, true));
}
