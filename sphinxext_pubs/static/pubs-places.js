// @ts-check
/* Where the entries of a list stand on the page, and which of them are shown.

   A list can hold ten thousand papers, so nothing touches all of them at once. A list is given a shadow root
   whose slots name the entries to show, which costs nothing for those that are not shown and changes no
   entry. A table cannot have slots: its rows are moved, some at a time. */
const pubsPlaces = (() => {
  "use strict";

  /** A slice of work, in milliseconds. */
  const SLICE = 10;

  /** How many entries make a piece of a list, by how they are laid out (60 fill 2 to 6 columns); lines of each. */
  /** @type {Record<string, number>} */
  const PIECES = { block: 100, grid: 60, table: 60 };
  const LINES = 8;

  const pause = () => new Promise((resume) => setTimeout(resume));

  /**
   * Do something with each item, in slices; ends early, and returns false, where `stopped` says so.
   * @template T
   * @param {Iterable<T>} items
   * @param {(item: T) => void} work
   * @param {() => boolean} [stopped]
   */
  async function each(items, work, stopped = () => false) {
    let until = performance.now() + SLICE;
    for (const item of items) {
      if (performance.now() > until) {
        await pause();
        if (stopped()) return false;
        until = performance.now() + SLICE;
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

  /** A place for entries: a list, or a run of a long one, and which of its entries are shown in which order. */
  class Host {
    /**
     * @param {HTMLElement} element
     * @param {HTMLElement} list
     */
    constructor(element, list) {
      this.element = element;
      this.list = list;
      /** @type {Map<number, HTMLElement>} */
      this.entries = new Map();
      /** The rows of its entries, as listed. */
      this.order = /** @type {number[]} */ ([]);
      /** @type {{frame: HTMLElement, slot: HTMLSlotElement | null, shown: HTMLElement[]}[]} */
      this.pieces = [];
      this.rows = element.matches("tbody") ? element : element.querySelector("tbody");
      this.groups = groupsAround(element);
      const { display } = this.rows ? { display: "table" } : getComputedStyle(element);
      /** How entries are laid out; what is neither a flow, a grid nor a table is shown in one piece. */
      this.display = display;
      this.slots = !this.rows && "assign" in HTMLSlotElement.prototype;
    }

    /**
     * Show the entries of these rows and no others, step by step from the first on.
     *
     * A place is emptied before it is hidden: the browser takes long to put away what is in it.
     * @param {number[]} rows
     * @param {(row: number) => HTMLElement} entryOf
     * @returns {Generator<void>}
     */
    *show(rows, entryOf) {
      this.element.hidden = !rows.length;
      if (!this.rows && !this.slots) return yield this.inOrder(rows.map(entryOf), this.element);
      const size = PIECES[this.display] || rows.length || 1;
      const count = Math.max(Math.ceil(rows.length / size), this.pieces.length, 1);
      for (let place = 0; place < count; place++)
        yield this.put(place, rows.slice(place * size, (place + 1) * size).map(entryOf));
    }

    /**
     * Show these entries in one piece of the list.
     * @param {number} place
     * @param {HTMLElement[]} elements
     */
    put(place, elements) {
      const piece = this.pieces[place] || this.newPiece();
      const home = piece.slot ? this.element : piece.frame;
      const same = piece.shown.length === elements.length && elements.every((element, at) => element === piece.shown[at]);
      if (same && elements.every((element) => element.parentElement === home)) return;
      piece.shown = elements;
      if (!piece.slot) return this.inOrder(elements, piece.frame);
      for (const element of elements) if (element.parentElement !== home) home.append(element);
      piece.slot.assign(...elements);
      piece.frame.hidden = !elements.length;
      piece.frame.style.containIntrinsicBlockSize = `${elements.length * LINES}em`;
    }

    /** A further piece: rows of a table, or a slot in a frame that browsers leave alone while it is far away. */
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

    /** The rows of a table: its own, then others after them. */
    newRows() {
      const last = /** @type {HTMLElement} */ (this.pieces.at(-1)?.frame || this.rows);
      if (!this.pieces.length) return last;
      const rows = /** @type {HTMLElement} */ (last.cloneNode(false));
      rows.hidden = false;
      last.after(rows);
      return rows;
    }

    /**
     * Bring these entries, in this order, into a place; what else is in it is hidden and stays.
     * @param {HTMLElement[]} elements
     * @param {HTMLElement} place
     */
    inOrder(elements, place) {
      const shown = new Set(elements);
      const there = /** @type {HTMLElement[]} */ ([...place.children]); // not those that another host has now
      for (const element of [...there, ...elements]) element.hidden = !shown.has(element);
      const inOrder = there.filter((element) => shown.has(element));
      if (inOrder.length !== elements.length || inOrder.some((element, at) => element !== elements[at]))
        for (const element of elements) place.append(element);
    }

    /** A host like this one, without entries or headings, in front of everything that has one. */
    flat() {
      const copy = /** @type {HTMLElement} */ (this.list.cloneNode(false));
      copy.removeAttribute("id");
      copy.classList.add("pubs-flat");
      for (const name of this.groups.at(-1)?.classList || []) // the list's own classes are its groups'
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
   * The places of a list's entries: its runs, if it is a long one.
   * @param {HTMLElement} list
   */
  function hostsOf(list) {
    const runs = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(":scope > .pubs-run, :scope > table > tbody")]);
    return (runs.length > 1 ? runs : [list]).map((element) => new Host(element, list));
  }

  /**
   * The groups around a list, the inner first.
   * @param {HTMLElement} element
   */
  function groupsAround(element) {
    /** @type {HTMLElement[]} */
    const groups = [];
    for (let group = element.closest(".pubs-group"); group; group = group.parentElement?.closest(".pubs-group") || null)
      groups.push(/** @type {HTMLElement} */ (group));
    return groups;
  }

  return { Host, each, hostsOf, make, setText };
})();
