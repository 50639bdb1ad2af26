// @ts-check
/* The filter bar above a list: its controls change the state, and the state changes the list and the URL. */

import { ActiveFilters, focusFirstControl } from "./active-filters.mjs";
import { saveBibtex } from "./bibtex-download.mjs";
import { closestTarget, setText } from "./dom.mjs";
import { FacetMenus } from "./facet-menus.mjs";
import { emptyState, hasConditions } from "./filter-state.mjs";
import { Messages } from "./messages.mjs";
import { SortHeaders } from "./sort-headers.mjs";
import { forEachInSlices, logFailure } from "./tasks.mjs";
import { TermLinks } from "./term-links.mjs";
import { UrlState } from "./url-state.mjs";

/** @import { FilterState } from "./filter-state.mjs" */
/** @import { ListView } from "./list-view.mjs" */

/** The pause after which typing is considered finished, in milliseconds. */
const TYPING_PAUSE = 300;

/** A filter bar and its list. */
export class FilterBar {
  /**
   * @param {HTMLFormElement} form
   * @param {ListView} view
   */
  constructor(form, view) {
    const { data } = view.matching;
    this.form = form;
    this.view = view;
    this.matching = view.matching;
    this.messages = new Messages(data.words);
    this.urlState = new UrlState(view.name, view.matching);
    this.state = this.urlState.read();
    this.sortHeaders = new SortHeaders(data.sorts, this, this.messages);
    this.termLinks = new TermLinks(form, view.matching, this, this.messages);
    this.menus = new FacetMenus(form, view.matching, this, this.messages);
    this.activeFilters = new ActiveFilters(form, view.matching, this, this.messages);
    /** True once the reader has used the bar: until then the list is as the server wrote it. */
    this.isUsed = false;
    this.announcement = "";
    this.announceTimer = 0;
  }

  /** Show the bar and apply the URL; then add the abstracts on the page to the search words. */
  async start() {
    const typed = this.fieldValue("search"); // while the data was being loaded
    this.readUrl();
    if (typed) this.state.search = typed;
    this.view.onListAdded = (list) => this.addList(list);
    for (const list of this.view.lists()) this.addList(list);
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => this.onInput(event));
    this.form.addEventListener("click", (event) => this.onClick(event));
    this.form.hidden = false;
    this.applyState();
    await this.addAbstracts();
  }

  /** @param {HTMLElement} list */
  addList(list) {
    this.termLinks.addTo(list);
    if (this.view.sortableLists().includes(list)) this.sortHeaders.addTo(list);
    this.sortHeaders.update(this.view.sortableLists());
    for (const entry of list.querySelectorAll("[data-near]")) this.linkEntry(entry);
  }

  async addAbstracts() {
    if (this.view.remote) return; // the data of a list on several pages includes them
    await forEachInSlices(this.view.firstEntryOf, ([row, entry]) => {
      const abstract = entry.querySelector(".pubs-abstract > div");
      if (abstract) this.matching.addText("abstract", row, abstract.textContent || "");
    });
    if (this.state.search) this.applyState();
  }

  // The state

  /**
   * Change the state; successive typed changes are one entry in the browser's history.
   * @param {(state: FilterState) => void} modify
   * @param {boolean} [isTyped]
   */
  changeState(modify, isTyped = false) {
    modify(this.state);
    this.urlState.recordChange(isTyped);
    this.applyState();
  }

  /** Update the bar and the list to the state. */
  applyState() {
    logFailure(this.showState(), "Filtering a list");
  }

  async showState() {
    this.matching.match(this.state);
    this.isUsed ||= hasConditions(this.state);
    this.updateControls();
    if (!this.isUsed) return;
    clearTimeout(this.announceTimer);
    this.announceTimer = setTimeout(() => this.announce(), TYPING_PAUSE);
    const shown = this.view.showMatches();
    if (this.state.sort) this.sortHeaders.restoreFocus(this.view.ungroupedContainer().list);
    await shown;
  }

  clearFilters() {
    this.changeState((state) => Object.assign(state, { ...emptyState(), sort: state.sort }));
    focusFirstControl(this.form);
  }

  // The bar

  /** Update the bar to the state and the number of matching papers. */
  updateControls() {
    const { matchCount, count } = this.matching;
    const isEmpty = this.isUsed && !matchCount;
    setText(this.form.querySelector(".pubs-count"), isEmpty ? "" : this.messages.formatCount(matchCount, count));
    const emptyMessage = this.form.querySelector(".pubs-none");
    if (emptyMessage instanceof HTMLElement) emptyMessage.hidden = !isEmpty;
    const download = this.form.elements.namedItem("download");
    if (download instanceof HTMLButtonElement) download.disabled = !matchCount;
    this.setField("search", this.state.search);
    this.setField("sort", this.state.sort);
    this.menus.update();
    this.activeFilters.update();
    this.sortHeaders.update(this.view.sortableLists());
  }

  /** Write the state to the URL and announce the result to screen readers, once the reader has stopped typing. */
  announce() {
    const target = document.getElementById(location.hash.slice(1));
    // A fragment whose target is hidden would show all papers again when the page is reloaded.
    this.urlState.write(this.state, target && this.view.isFilteredOut(target) ? "" : location.hash);
    const { matchCount, count } = this.matching;
    this.setLiveText(this.announcement || this.messages.formatCount(matchCount, count));
    this.announcement = "";
  }

  /** @param {string} text */
  setLiveText(text) {
    setText(this.form.querySelector(".pubs-live"), text);
  }

  /** @param {string} name */
  field(name) {
    const field = this.form.elements.namedItem(name);
    return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field : null;
  }

  /** @param {string} name */
  fieldValue(name) {
    return this.field(name)?.value || "";
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  setField(name, value) {
    const field = this.field(name);
    if (field && field.value !== value) field.value = value;
  }

  // Events of the bar

  /** @param {Event} event */
  onInput({ target }) {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
    const { name } = target;
    if (name === "search" || name === "sort")
      this.changeState((state) => void (state[name] = target.value), name === "search");
  }

  /** @param {Event} event */
  onClick(event) {
    const button = closestTarget(event, "button");
    if (!(button instanceof HTMLButtonElement)) return;
    if (button.name === "clear") this.clearFilters();
    if (button.name === "abstracts") logFailure(this.toggleAbstracts(button), "Opening the abstracts");
    if (button.name === "download") logFailure(this.download(), "Saving the BibTeX");
  }

  /** @param {HTMLButtonElement} button */
  async toggleAbstracts(button) {
    const opens = button.dataset.open !== "true";
    button.dataset.open = String(opens);
    setText(button, this.messages.format(opens ? "close" : "open"));
    await forEachInSlices(this.view.rowOf.keys(), (entry) => {
      const fold = entry.querySelector("details.pubs-abstract");
      if (fold instanceof HTMLDetailsElement) fold.open = opens;
    });
  }

  async download() {
    const isSaved = await saveBibtex(this.view, `${this.view.name}.bib`);
    if (!isSaved) this.setLiveText(this.messages.format("unloaded"));
  }

  // Events of the page

  /** Read the state from the URL; a search without a search box is ignored. */
  readUrl() {
    this.state = this.urlState.read();
    if (!this.field("search")) this.state.search = "";
  }

  /** Apply the URL after navigation; fragments and parameters of other lists are ignored. */
  onNavigation() {
    if (!this.urlState.hasChanged()) return;
    this.readUrl();
    this.applyState();
  }

  /**
   * Close the menus that do not contain the target of a click or of the keyboard focus.
   * @param {EventTarget | null} target
   */
  closeMenusOutside(target) {
    this.menus.closeMenusOutside(target);
  }

  /**
   * Link the terms of an entry near the screen to filters.
   * @param {EventTarget | null} entry
   */
  linkEntry(entry) {
    const row = entry instanceof Element ? this.view.rowOf.get(entry) : undefined;
    if (entry instanceof Element && row !== undefined) this.termLinks.linkEntry(entry, row);
  }

  /**
   * Show an entry or a group that is the target of the URL, without a new history entry.
   * @param {EventTarget | null} target
   */
  async revealElement(target) {
    if (!(target instanceof HTMLElement) || target.checkVisibility?.() || !this.view.hasElement(target)) return;
    // The first group has the id of the list, and may be hidden.
    if (location.hash === `#${this.view.name}`) return this.form.scrollIntoView({ block: "start" });
    if (target.hidden || this.view.isFilteredOut(target) || target.matches(".pubs-group")) {
      this.announcement = this.messages.format("shown");
      Object.assign(this.state, emptyState());
      this.urlState.recordChange(false);
      this.urlState.skipHistoryEntry();
      await this.showState();
    }
    target.scrollIntoView({ block: "start" });
  }
}
