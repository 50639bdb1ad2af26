// @ts-check
/* Shows and hides the entries of a list on the page.

   A list can contain ten thousand papers, so nothing processes all of them at once. A list gets a shadow root
   with slots for the entries to show, which is free for hidden entries and changes no entry. A table cannot
   have slots: its rows are moved, some at a time. */
const pubsPlaces = (() => {
  "use strict";

  /** The duration of a slice of work, in milliseconds. */
  const SLICE = 10;

  /** The number of entries in a piece of a list, by layout (60 fills 2 to 6 columns), and the lines of an entry. */
  /** @type {Record<string, number>} */
  const PIECES = { block: 100, grid: 60, table: 60 };
  const LINES = 8;

  const pause = () => new Promise((resume) => setTimeout(resume));

  /**
   * Process each item, in slices of time; stop early, and return false, if `shouldStop` returns true.
   * @template T
   * @param {Iterable<T>} items
   * @param {(item: T) => void} work
   * @param {() => boolean} [shouldStop]
   */
  async function forEachInSlices(items, work, shouldStop = () => false) {
    let deadline = performance.now() + SLICE;
    for (const item of items) {
      if (performance.now() > deadline) {
        await pause();
        if (shouldStop()) return false;
        deadline = performance.now() + SLICE;
      }
      work(item);
    }
    return true;
  }

  /**
   * @param {string} name
   * @param {Record<string, string>} [attributes]
   * @param {(Node | string)[]} children
   */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    element.append(...children);
    return element;
  }

  /**
   * @param {Element | null | undefined} element
   * @param {string} text
   */
  function setText(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  /** An element that contains entries (a list, or a run of a long one), and the entries shown, in order. */
  class EntryHost {
    /**
     * @param {HTMLElement} element
     * @param {HTMLElement} list
     */
    constructor(element, list) {
      this.element = element;
      this.list = list;
      /** @type {Map<number, HTMLElement>} */
      this.entries = new Map();
      /** The rows of its entries, in the order of the list. */
      this.order = /** @type {number[]} */ ([]);
      /** @type {{frame: HTMLElement, slot: HTMLSlotElement | null, shown: HTMLElement[]}[]} */
      this.pieces = [];
      this.rows = element.matches("tbody") ? element : element.querySelector("tbody");
      this.groups = groupsAround(element);
      const { display } = this.rows ? { display: "table" } : getComputedStyle(element);
      /** The layout of the entries; other layouts than block, grid and table are shown in one piece. */
      this.display = display;
      this.slots = !this.rows && "assign" in HTMLSlotElement.prototype;
    }

    /**
     * Show only the entries of these rows, step by step from the first on.
     *
     * A host is emptied before it is hidden: hiding a full one takes the browser long.
     * @param {number[]} rows
     * @param {(row: number) => HTMLElement} entryOf
     * @returns {Generator<void>}
     */
    *show(rows, entryOf) {
      this.element.hidden = !rows.length;
      if (!this.rows && !this.slots) return yield this.arrange(rows.map(entryOf), this.element);
      const size = PIECES[this.display] || rows.length || 1;
      const count = Math.max(Math.ceil(rows.length / size), this.pieces.length, 1);
      for (let index = 0; index < count; index++)
        yield this.showPiece(index, rows.slice(index * size, (index + 1) * size).map(entryOf));
    }

    /**
     * Show these entries in one piece of the list.
     * @param {number} index
     * @param {HTMLElement[]} elements
     */
    showPiece(index, elements) {
      const piece = this.pieces[index] || this.newPiece();
      const parent = piece.slot ? this.element : piece.frame;
      const isUnchanged = piece.shown.length === elements.length && elements.every((element, position) => element === piece.shown[position]);
      if (isUnchanged && elements.every((element) => element.parentElement === parent)) return;
      piece.shown = elements;
      if (!piece.slot) return this.arrange(elements, piece.frame);
      for (const element of elements) if (element.parentElement !== parent) parent.append(element);
      piece.slot.assign(...elements);
      piece.frame.hidden = !elements.length;
      piece.frame.style.containIntrinsicBlockSize = `${elements.length * LINES}em`;
    }

    /** Add a piece: rows of a table, or a slot in a frame that browsers do not render while off screen. */
    newPiece() {
      const frame = this.rows ? this.newRows() : document.createElement("div");
      const slot = this.rows ? null : document.createElement("slot");
      const piece = { frame, slot, shown: /** @type {HTMLElement[]} */ ([]) };
      if (slot) {
        const root = this.element.shadowRoot || this.element.attachShadow({ mode: "open", slotAssignment: "manual" });
        if (this.display === "block")
          Object.assign(frame.style, { contentVisibility: "auto", paddingInline: "1em", marginInline: "-1em" });
        else if (this.display === "grid")
          Object.assign(frame.style, { contentVisibility: "auto", display: "grid", gridTemplateColumns: "inherit", gap: "inherit", gridColumn: "1 / -1" });
        else frame.style.display = "contents";
        frame.append(slot);
        root.append(frame);
      }
      this.pieces.push(piece);
      return piece;
    }

    /** Return the table body for a piece: the existing one, then new ones after it. */
    newRows() {
      const last = /** @type {HTMLElement} */ (this.pieces.at(-1)?.frame || this.rows);
      if (!this.pieces.length) return last;
      const rows = /** @type {HTMLElement} */ (last.cloneNode(false));
      rows.hidden = false;
      last.after(rows);
      return rows;
    }

    /**
     * Arrange these entries in order in a container; its other entries are hidden.
     * @param {HTMLElement[]} elements
     * @param {HTMLElement} container
     */
    arrange(elements, container) {
      const shown = new Set(elements);
      const existing = /** @type {HTMLElement[]} */ ([...container.children]); // without those moved to another host
      for (const element of [...existing, ...elements]) element.hidden = !shown.has(element);
      const shownInOrder = existing.filter((element) => shown.has(element));
      if (shownInOrder.length !== elements.length || shownInOrder.some((element, position) => element !== elements[position]))
        for (const element of elements) container.append(element);
    }

    /** Return a copy of the list without entries and headings. */
    cloneEmpty() {
      const copy = /** @type {HTMLElement} */ (this.list.cloneNode(false));
      copy.removeAttribute("id");
      copy.classList.add("pubs-flat");
      for (const name of this.groups.at(-1)?.classList || []) // groups have the classes of the list
        if (name !== "pubs-group") copy.classList.add(name);
      const table = this.list.querySelector("table");
      if (table) {
        const frame = /** @type {HTMLElement} */ (table.cloneNode(false));
        for (const part of table.children) frame.append(part.cloneNode(part.localName === "thead"));
        copy.append(frame);
      }
      return copy;
    }
  }

  /**
   * Return the hosts of a list's entries: its runs for a long list.
   * @param {HTMLElement} list
   */
  function findHosts(list) {
    const runs = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(":scope > .pubs-run, :scope > table > tbody")]);
    return (runs.length > 1 ? runs : [list]).map((element) => new EntryHost(element, list));
  }

  /**
   * Return the groups around a list, innermost first.
   * @param {HTMLElement} element
   */
  function groupsAround(element) {
    /** @type {HTMLElement[]} */
    const groups = [];
    for (let group = element.closest(".pubs-group"); group; group = group.parentElement?.closest(".pubs-group") || null)
      groups.push(/** @type {HTMLElement} */ (group));
    return groups;
  }

  return { EntryHost, findHosts, forEachInSlices, make, setText };
})();
