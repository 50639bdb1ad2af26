// @ts-check
/* Shows and hides the entries of a list on the page.

   A list can contain ten thousand papers, so nothing processes all of them at once. A list gets a shadow root
   with slots for the entries to show, which is free for hidden entries and changes no entry. A shadow root cannot be
   removed: from the first filter on, entries that are in no slot are not rendered, neither on the screen nor in
   print, and are not found by the browser's own search. A table cannot have slots: its rows are moved, some at a
   time. */

/** The number of entries in a piece of a list, by layout (60 fills 2 to 6 columns), and the lines of an entry. */
/** @type {Record<string, number>} */
const PIECE_SIZES = { block: 100, grid: 60, table: 60 };
const LINES_OF_ENTRY = 8;

/** The styles of a piece by layout; the browser does not render pieces that are off screen. */
/** @type {Record<string, Partial<CSSStyleDeclaration>>} */
const PIECE_STYLES = {
  block: { contentVisibility: "auto", paddingInline: "1em", marginInline: "-1em" },
  grid: { contentVisibility: "auto", display: "grid", gridTemplateColumns: "inherit", gap: "inherit", gridColumn: "1 / -1" },
};

/**
 * A piece: the element around its entries (rows of a table, or a frame with a slot) and the entries that it shows.
 * @typedef {{frame: HTMLElement, slot: HTMLSlotElement | null, shown: HTMLElement[]}} Piece
 */

/** An element that contains entries (a list, or a run of a long one), and the entries shown, in order. */
export class EntryContainer {
  /**
   * @param {HTMLElement} element
   * @param {HTMLElement} list
   */
  constructor(element, list) {
    this.element = element;
    this.list = list;
    /** @type {Map<number, HTMLElement>} */
    this.entries = new Map();
    /** The rows of its entries in the data, in the order of the list. */
    this.order = /** @type {number[]} */ ([]);
    this.pieces = /** @type {Piece[]} */ ([]);
    this.tableBody = element.matches("tbody") ? element : element.querySelector("tbody");
    this.groups = groupsAround(element);
    /** The layout of the entries; other layouts than block, grid and table are shown in one piece. */
    this.display = this.tableBody ? "table" : getComputedStyle(element).display;
    this.hasSlots = !this.tableBody && "assign" in HTMLSlotElement.prototype;
  }

  /** The elements that are hidden if no entry is shown: the list, and the groups around it. */
  get surroundings() {
    return [this.list, ...this.groups];
  }

  /**
   * Show only the entries of these rows, step by step from the first on.
   *
   * A container is emptied before it is hidden: hiding a full one takes the browser long.
   * @param {number[]} rows
   * @param {(row: number) => HTMLElement} entryOf
   * @returns {Generator<void>}
   */
  *showRows(rows, entryOf) {
    this.element.hidden = !rows.length;
    if (!this.tableBody && !this.hasSlots) return yield arrangeEntries(rows.map(entryOf), this.element);
    const size = PIECE_SIZES[this.display] || rows.length || 1;
    const count = Math.max(Math.ceil(rows.length / size), this.pieces.length, 1);
    for (let index = 0; index < count; index++)
      yield this.showPiece(index, rows.slice(index * size, (index + 1) * size).map(entryOf));
  }

  /**
   * Show these entries in one piece of the list.
   * @param {number} index
   * @param {HTMLElement[]} entries
   */
  showPiece(index, entries) {
    const piece = this.pieces[index] || this.addPiece();
    const parent = piece.slot ? this.element : piece.frame;
    if (equalArrays(piece.shown, entries) && entries.every((entry) => entry.parentElement === parent)) return;
    piece.shown = entries;
    if (!piece.slot) return arrangeEntries(entries, piece.frame);
    for (const entry of entries) if (entry.parentElement !== parent) parent.append(entry);
    piece.slot.assign(...entries);
    piece.frame.hidden = !entries.length;
    piece.frame.style.containIntrinsicBlockSize = `${entries.length * LINES_OF_ENTRY}em`;
  }

  addPiece() {
    const piece = this.tableBody ? this.newRowsPiece(this.tableBody) : this.newSlotPiece();
    this.pieces.push(piece);
    return piece;
  }

  /**
   * Return a piece of a table: its body, then new ones after it.
   * @param {HTMLElement} tableBody
   * @returns {Piece}
   */
  newRowsPiece(tableBody) {
    const last = this.pieces.at(-1)?.frame;
    if (!last) return { frame: tableBody, slot: null, shown: [] };
    const frame = /** @type {HTMLElement} */ (last.cloneNode(false));
    frame.hidden = false;
    last.after(frame);
    return { frame, slot: null, shown: [] };
  }

  /** @returns {Piece} */
  newSlotPiece() {
    const root = this.element.shadowRoot || this.element.attachShadow({ mode: "open", slotAssignment: "manual" });
    const slot = document.createElement("slot");
    const frame = document.createElement("div");
    Object.assign(frame.style, PIECE_STYLES[this.display] || { display: "contents" });
    frame.append(slot);
    root.append(frame);
    return { frame, slot, shown: [] };
  }

  /** Return a copy of the list without entries and headings. */
  cloneEmptyList() {
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
 * Arrange these entries in order in an element; its other entries are hidden.
 * @param {HTMLElement[]} entries
 * @param {HTMLElement} element
 */
function arrangeEntries(entries, element) {
  const shown = new Set(entries);
  const existing = /** @type {HTMLElement[]} */ ([...element.children]); // without those moved to another container
  for (const entry of [...existing, ...entries]) entry.hidden = !shown.has(entry);
  const shownInOrder = existing.filter((entry) => shown.has(entry));
  if (!equalArrays(shownInOrder, entries)) for (const entry of entries) element.append(entry);
}

/**
 * @param {HTMLElement[]} first
 * @param {HTMLElement[]} second
 */
function equalArrays(first, second) {
  return first.length === second.length && first.every((element, index) => element === second[index]);
}

/**
 * Return the containers of a list's entries: its runs for a long list.
 * @param {HTMLElement} list
 */
export function findContainers(list) {
  const runs = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(":scope > .pubs-run, :scope > table > tbody")]);
  return (runs.length > 1 ? runs : [list]).map((element) => new EntryContainer(element, list));
}

/**
 * Return the groups around an element, innermost first.
 * @param {HTMLElement} element
 */
function groupsAround(element) {
  /** @type {HTMLElement[]} */
  const groups = [];
  for (let group = element.closest(".pubs-group"); group; group = group.parentElement?.closest(".pubs-group") || null)
    groups.push(/** @type {HTMLElement} */ (group));
  return groups;
}
