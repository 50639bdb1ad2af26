// @ts-check
/* The entries and groups of a list on the page, and which of them are shown. */

import { createElement } from "./dom.mjs";
import { EntryContainer, findContainers } from "./entry-container.mjs";
import { hasConditions } from "./filter-state.mjs";
import { makeRemoteEntry } from "./remote-entries.mjs";
import { forEachInSlices } from "./tasks.mjs";

/** @import { Matching } from "./matching.mjs" */
/** @import { RemoteList } from "./remote-data.mjs" */

/**
 * The rows that a container is to show.
 * @typedef {{container: EntryContainer, rows: number[], entryOf: (row: number) => HTMLElement}} Placement
 */

/** The lists of a filter bar: those of its groups, and one without groups for sorted papers and other pages. */
export class ListView {
  /**
   * @param {string} name
   * @param {Matching} matching
   * @param {RemoteList | null} remote where the data of other pages is, for a list on several pages
   */
  constructor(name, matching, remote) {
    this.name = name;
    this.matching = matching;
    this.remote = remote;
    /** Called for a list that is added to the page. */
    this.onListAdded = /** @type {(list: HTMLElement) => void} */ (() => undefined);
    this.selector = `[data-list="${CSS.escape(name)}"]`;
    this.containers = /** @type {EntryContainer[]} */ ([]);
    /** @type {EntryContainer | null} */
    this.ungrouped = null;
    /** The row of each entry; a paper in several groups has several entries. */
    this.rowOf = /** @type {Map<Element, number>} */ (new Map());
    this.firstEntryOf = /** @type {Map<number, HTMLElement>} */ (new Map());
    this.remoteEntryOf = /** @type {Map<number, HTMLElement>} */ (new Map());
    /** The links to the pages of a list on several pages, found once: a search of the whole page takes long. */
    this.pageLinks = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`.pubs-pages${this.selector}`));
    this.turn = 0;
  }

  // Finding

  /** Find the entries on the page. */
  async findEntries() {
    const rows = new Map(this.matching.data.keys.map((key, row) => [key, row]));
    for (const list of document.querySelectorAll(`.pubs-list${this.selector}`))
      for (const container of findContainers(/** @type {HTMLElement} */ (list))) {
        this.containers.push(container);
        const { children } = container.tableBody || container.element;
        await forEachInSlices(children, (child) => this.addEntry(container, child, rows));
      }
  }

  /**
   * @param {EntryContainer} container
   * @param {Element} entry
   * @param {Map<string, number>} rows
   */
  addEntry(container, entry, rows) {
    const row = rows.get(entry.getAttribute("data-key") || "");
    if (row === undefined || !(entry instanceof HTMLElement)) return;
    container.entries.set(row, entry);
    container.order.push(row);
    this.rowOf.set(entry, row);
    if (!this.firstEntryOf.has(row)) this.firstEntryOf.set(row, entry);
  }

  /** Return the lists on the page. */
  lists() {
    return new Set([...this.containers, ...(this.ungrouped ? [this.ungrouped] : [])].map(({ list }) => list));
  }

  /** Return the lists with sortable column headers: the first, and the one without groups. */
  sortableLists() {
    const [first] = this.containers;
    return [first, this.ungrouped].flatMap((container) => (container ? [container.list] : []));
  }

  /**
   * True if an element is one of the entries or groups.
   * @param {Element} element
   */
  hasElement(element) {
    return this.rowOf.has(element) || this.containers.some(({ groups }) => groups.some((group) => group === element));
  }

  /**
   * True if an element is an entry that does not match.
   * @param {Element} element
   */
  isFilteredOut(element) {
    return Boolean(this.matching.failCounts[this.rowOf.get(element) ?? -1]);
  }

  // Showing

  /** Show the matching entries from the top down, until a later call starts over; return false in that case. */
  async showMatches() {
    const turn = (this.turn += 1);
    const { state } = this.matching;
    const isUngrouped = Boolean(state.sort || (this.remote && hasConditions(state)));
    const placements = isUngrouped ? this.ungroupedPlacements() : this.groupedPlacements();
    for (const links of this.pageLinks) links.hidden = isUngrouped;
    const isFinished = await this.fillContainers(placements, () => turn !== this.turn);
    if (isFinished && isUngrouped)
      this.ungroupedContainer().element.dispatchEvent(new CustomEvent("pubs:placed", { bubbles: true }));
    return isFinished;
  }

  /**
   * @param {Placement[]} placements
   * @param {() => boolean} shouldStop
   */
  async fillContainers(placements, shouldStop) {
    const filled = new Set(placements.flatMap(({ container, rows }) => (rows.length ? container.surroundings : [])));
    for (const element of filled) element.hidden = false;
    const steps = function* () {
      for (const { container, rows, entryOf } of placements) yield* container.showRows(rows, entryOf);
    };
    if (!(await forEachInSlices(steps(), () => undefined, shouldStop))) return false;
    for (const element of placements.flatMap(({ container }) => container.surroundings)) element.hidden = !filled.has(element);
    return true;
  }

  /** @returns {Placement[]} */
  groupedPlacements() {
    const { failCounts } = this.matching;
    const placements = this.containers.map((container) => ({
      container,
      rows: container.order.filter((row) => !failCounts[row]),
      entryOf: (/** @type {number} */ row) => /** @type {HTMLElement} */ (container.entries.get(row)),
    }));
    return this.ungrouped ? [...placements, emptyPlacement(this.ungrouped)] : placements;
  }

  /** @returns {Placement[]} */
  ungroupedPlacements() {
    const ungrouped = this.ungroupedContainer();
    const rows = this.matching.matchingRows().filter((row) => this.remote || this.firstEntryOf.has(row));
    const others = this.containers.filter((container) => container !== ungrouped);
    return [{ container: ungrouped, rows, entryOf: (row) => this.ungroupedEntry(row) }, ...others.map(emptyPlacement)];
  }

  /**
   * Return the entry of a paper outside its group, with its year added.
   * @param {number} row
   */
  ungroupedEntry(row) {
    const entry = this.firstEntryOf.get(row);
    if (!entry) return this.remoteEntry(row);
    addYear(entry, this.matching.data.years[row] || "");
    return entry;
  }

  /** @param {number} row */
  remoteEntry(row) {
    let entry = this.remoteEntryOf.get(row);
    if (!entry) {
      entry = makeRemoteEntry(this.matching.data, row, this.remote?.root || "");
      this.remoteEntryOf.set(row, entry);
      this.rowOf.set(entry, row);
    }
    return entry;
  }

  /** Return the container of entries without groups: the list itself, or one that is added to the page. */
  ungroupedContainer() {
    const [first] = this.containers;
    if (!this.ungrouped && first && (this.containers.length > 1 || first.groups.length)) {
      const list = first.cloneEmptyList();
      document.querySelector(`form.pubs-filter${this.selector}`)?.after(list);
      this.ungrouped = new EntryContainer(list, list);
      this.onListAdded(list);
    }
    return this.ungrouped || /** @type {EntryContainer} */ (first);
  }
}

/**
 * @param {EntryContainer} container
 * @returns {Placement}
 */
function emptyPlacement(container) {
  return { container, rows: [], entryOf: () => container.element };
}

/**
 * Add the year to an entry outside its group.
 * @param {HTMLElement} entry
 * @param {string} year
 */
function addYear(entry, year) {
  if (!year || entry.querySelector(".pubs-year, .pubs-column-year")) return;
  const neighbor = entry.querySelector(".pubs-venue") || entry.querySelector(".pubs-title");
  neighbor?.parentElement?.append(createElement("span", { class: "pubs-year pubs-added" }, year));
}
