// @ts-check
/* Column headers of tables as buttons for sorting. */

import { createElement } from "./dom.mjs";
import { nextSort, sortsOfColumn } from "./sort-orders.mjs";

/** @import { StateOwner } from "./filter-state.mjs" */
/** @import { Messages } from "./messages.mjs" */
/** @import { SortOrder } from "./sort-orders.mjs" */

/** The sortable column headers of a filter bar's lists. */
export class SortHeaders {
  /**
   * @param {SortOrder[]} sorts
   * @param {StateOwner} owner
   * @param {Messages} messages
   */
  constructor(sorts, owner, messages) {
    this.sorts = sorts;
    this.owner = owner;
    this.messages = messages;
    /** The column whose button was last used, until the table is shown. */
    this.clickedColumn = "";
  }

  /**
   * Make the column headers of a list buttons.
   * @param {HTMLElement} list
   */
  addTo(list) {
    this.removeFrom(list);
    for (const header of list.querySelectorAll("th[data-column]")) this.makeSortable(header);
  }

  /**
   * Remove the buttons from a list.
   * @param {HTMLElement} list
   */
  removeFrom(list) {
    for (const button of list.querySelectorAll("th button")) button.replaceWith(...button.childNodes);
  }

  /** @param {Element} header */
  makeSortable(header) {
    const column = header.getAttribute("data-column") || "";
    const columnSorts = sortsOfColumn(this.sorts, column);
    if (!columnSorts.length) return;
    const title = this.messages.format("sorting", header.textContent || "");
    const button = createElement("button", { type: "button", class: "pubs-sorter", title });
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      this.clickedColumn = column;
      this.owner.changeState((state) => void (state.sort = nextSort(columnSorts, state.sort)));
    });
  }

  /**
   * Update the sort indicators of lists.
   * @param {HTMLElement[]} lists
   */
  update(lists) {
    const order = this.sorts.find(({ name }) => name === this.owner.state.sort);
    for (const header of lists.flatMap((list) => [...list.querySelectorAll("th[data-column]")]))
      if (order?.columns.includes(header.getAttribute("data-column") || ""))
        header.setAttribute("aria-sort", order.descending ? "descending" : "ascending");
      else header.removeAttribute("aria-sort");
  }

  /**
   * Move the focus to the header that was clicked, in the list that replaces its own.
   * @param {HTMLElement} list
   */
  restoreFocus(list) {
    const column = CSS.escape(this.clickedColumn);
    const button = column && list.querySelector(`th[data-column="${column}"] button`);
    if (button instanceof HTMLElement) button.focus({ preventScroll: true });
    this.clickedColumn = "";
  }
}
