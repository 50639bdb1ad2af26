// @ts-check
/* The state of a list in the URL of the page and in the browser's history. */

import { fromParameters, parametersOf, toParameters } from "./state-parameters.mjs";

/** @import { FilterState } from "./filter-state.mjs" */
/** @import { Matching } from "./matching.mjs" */

/** The state of a list in the URL. */
export class UrlState {
  /**
   * @param {string} listName
   * @param {Matching} matching
   */
  constructor(listName, matching) {
    this.listName = listName;
    this.matching = matching;
    this.lastParameters = "";
    this.isTyping = false;
    this.addsHistoryEntry = false;
  }

  /** Return the state in the URL. */
  read() {
    this.lastParameters = parametersOf(this.listName, location.search);
    this.isTyping = this.addsHistoryEntry = false;
    return fromParameters(this.listName, this.matching, location.search);
  }

  /** True if the URL has another state than when it was last read or written; other lists are ignored. */
  hasChanged() {
    return parametersOf(this.listName, location.search) !== this.lastParameters;
  }

  /**
   * Record a change of the state: typing is one entry in the browser's history.
   * @param {boolean} isTyped
   */
  recordChange(isTyped) {
    if (!isTyped) this.isTyping = false;
    this.addsHistoryEntry ||= !(isTyped && this.isTyping);
    this.isTyping = isTyped;
  }

  /** Add no history entry for the changes since the last one. */
  skipHistoryEntry() {
    this.addsHistoryEntry = false;
  }

  /**
   * Write the state to the URL.
   * @param {FilterState} state
   * @param {string} fragment
   */
  write(state, fragment) {
    const parameters = String(toParameters(this.listName, state, location.search));
    if (String(new URLSearchParams(location.search)) !== parameters) {
      const address = `${location.pathname}${parameters && `?${parameters}`}${fragment}`;
      if (this.addsHistoryEntry) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    }
    this.addsHistoryEntry = false;
    this.lastParameters = parametersOf(this.listName, location.search);
  }
}
