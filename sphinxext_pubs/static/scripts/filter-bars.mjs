// @ts-check
/* Starts the filter bars of the page, and passes events of the page to them. */

import { setText } from "./dom.mjs";
import { FilterBar } from "./filter-bar.mjs";
import { ListView } from "./list-view.mjs";
import { Matching } from "./matching.mjs";
import { Messages } from "./messages.mjs";
import { loadListData } from "./remote-data.mjs";
import { parametersOf } from "./state-parameters.mjs";
import { logFailure } from "./tasks.mjs";

/** @import { ListData } from "./matching.mjs" */
/** @import { RemoteList } from "./remote-data.mjs" */

/** Start the filter bars of the page. */
export function startFilterBars() {
  /** @type {FilterBar[]} */
  const bars = [];
  for (const form of document.querySelectorAll("form.pubs-filter")) {
    if (!(form instanceof HTMLFormElement)) continue;
    const list = CSS.escape(form.dataset.list || "");
    const script = document.querySelector(`script.pubs-index[data-list="${list}"]`);
    const data = JSON.parse(script?.textContent || "{}");
    if (data.source) new RemoteBar(form, data, bars).listen();
    else if (data.keys) logFailure(startBar(form, data, null, bars), "Starting a filter bar");
  }
  if (document.querySelector("form.pubs-filter")) passEvents(bars);
}

/**
 * Find the entries of a list and start its bar.
 * @param {HTMLFormElement} form
 * @param {ListData} data
 * @param {RemoteList | null} remote
 * @param {FilterBar[]} bars
 */
async function startBar(form, data, remote, bars) {
  const view = new ListView(form.dataset.list || "", new Matching(data), remote);
  await view.findEntries();
  const bar = new FilterBar(form, view);
  bars.push(bar);
  await bar.start();
}

/**
 * Pass events of the page to its bars.
 * @param {FilterBar[]} bars
 */
function passEvents(bars) {
  addEventListener("popstate", () => bars.forEach((bar) => bar.onNavigation()));
  document.addEventListener("click", ({ target }) => bars.forEach((bar) => bar.closeMenusOutside(target)));
  document.addEventListener("focusin", ({ target }) => {
    // Only for the keyboard: on a narrow screen, closing a menu would move the target of a press from the pointer.
    const isByKeyboard = target instanceof Element && target.matches(":focus-visible");
    if (isByKeyboard) bars.forEach((bar) => bar.closeMenusOutside(target));
  });
  document.addEventListener("pubs:near", ({ target }) => bars.forEach((bar) => bar.linkEntry(target)));
  document.addEventListener("pubs:reveal", ({ target }) =>
    bars.forEach((bar) => logFailure(bar.revealElement(target), "Showing the target of the URL")),
  );
}

/**
 * The bar of a list on several pages. Its data is loaded once it is needed: when a reader uses the bar, or if the URL
 * has parameters of the list or a target on another page.
 */
class RemoteBar {
  /**
   * @param {HTMLFormElement} form
   * @param {RemoteList} list
   * @param {FilterBar[]} bars
   */
  constructor(form, list, bars) {
    this.form = form;
    this.list = list;
    this.bars = bars;
    this.messages = new Messages(list.words);
    this.isLoading = false;
    /** Ends the listeners once the data is loaded. */
    this.waiting = new AbortController();
  }

  listen() {
    const { signal } = this.waiting;
    const load = () => logFailure(this.load(), "Loading a list");
    this.showText(this.messages.formatCount(this.list.count, this.list.count));
    this.form.hidden = false;
    for (const event of ["focusin", "pointerenter", "input"]) this.form.addEventListener(event, load, { signal });
    addEventListener("hashchange", () => isTargetMissing() && load(), { signal });
    if (isTargetMissing() || parametersOf(this.form.dataset.list || "", location.search)) load();
  }

  /** Load the data and start the bar; after a failure, the next event tries again. */
  async load() {
    if (this.isLoading) return;
    this.isLoading = true;
    this.showText(this.messages.format("loading"));
    const data = /** @type {ListData | undefined} */ (await loadListData(this.list));
    this.isLoading = false;
    if (!data) return this.showText(this.messages.format("unloaded"));
    this.waiting.abort();
    this.goToMissingTarget(data);
    await startBar(this.form, data, this.list, this.bars);
  }

  /** @param {ListData} data */
  goToMissingTarget(data) {
    const address = data.entries?.places.find((place) => place.endsWith(location.hash));
    if (isTargetMissing() && address) location.replace(this.list.root + address);
  }

  /** @param {string} text */
  showText(text) {
    setText(this.form.querySelector(".pubs-count"), text);
  }
}

/** True if the URL links to a paper that is not on the page. */
function isTargetMissing() {
  return location.hash.startsWith("#pub-") && !document.getElementById(location.hash.slice(1));
}
