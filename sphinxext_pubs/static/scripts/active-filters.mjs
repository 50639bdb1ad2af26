// @ts-check
/* The row of active filters, with buttons to remove them. */

import { createElement } from "./dom.mjs";
import { ANY, chooseTerm, rangeOf, setRange } from "./filter-state.mjs";

/** @import { FilterState, StateOwner } from "./filter-state.mjs" */
/** @import { Matching } from "./matching.mjs" */
/** @import { Messages } from "./messages.mjs" */

/** @typedef {{label: string, remove: (state: FilterState) => void}} ActiveFilter */

/** The row of active filters of a bar. */
export class ActiveFilters {
  /**
   * @param {HTMLFormElement} form
   * @param {Matching} matching
   * @param {StateOwner} owner
   * @param {Messages} messages
   */
  constructor(form, matching, owner, messages) {
    this.form = form;
    this.matching = matching;
    this.owner = owner;
    this.messages = messages;
    this.list = /** @type {HTMLElement | null} */ (form.querySelector(".pubs-chips"));
    this.shownLabels = "";
  }

  /** Update the row if the filters changed. */
  update() {
    const filters = this.filters();
    const labels = JSON.stringify(filters.map(({ label }) => label));
    if (!this.list || labels === this.shownLabels) return;
    this.shownLabels = labels;
    const items = filters.map((filter) => createElement("li", {}, this.makeButton(filter)));
    const clear = createElement("button", { type: "button", name: "clear" }, this.messages.format("clear"));
    this.list.replaceChildren(...items, ...(items.length ? [createElement("li", {}, clear)] : []));
    this.list.hidden = !items.length;
  }

  /** @param {ActiveFilter} filter */
  makeButton({ label, remove }) {
    const description = this.messages.format("remove", label);
    const button = createElement("button", { type: "button", "aria-label": description }, label);
    button.addEventListener("click", () => this.removeFilter(button, remove));
    return button;
  }

  /**
   * Remove a filter, and move the focus to the next one.
   * @param {HTMLElement} button
   * @param {(state: FilterState) => void} remove
   */
  removeFilter(button, remove) {
    const items = () => [...(this.list?.children || [])];
    const index = items().indexOf(/** @type {Element} */ (button.parentElement));
    this.owner.changeState(remove);
    const next = items()[index]?.querySelector("button");
    if (next) next.focus();
    else focusFirstControl(this.form);
  }

  /** Return the active filters, with their labels and functions to remove them. */
  filters() {
    const { search, ranges, chosen } = this.owner.state;
    /** @type {ActiveFilter[]} */
    const filters = [];
    if (search.trim()) filters.push({ label: `“${search.trim()}”`, remove: (state) => void (state.search = "") });
    for (const facet of Object.keys(ranges))
      filters.push({ label: this.rangeLabel(facet), remove: (state) => setRange(state, facet, { from: "", to: "" }) });
    for (const [facet, terms] of Object.entries(chosen))
      for (const term of terms)
        filters.push({ label: this.label(facet, term), remove: (state) => chooseTerm(state, facet, term, false) });
    return filters;
  }

  /**
   * Return the label of a range, with its facet if the list has several ranges.
   * @param {string} facet
   */
  rangeLabel(facet) {
    const { from, to } = rangeOf(this.owner.state, facet);
    const label = `${from || "…"}–${to || "…"}`;
    return this.matching.rangeNames.length > 1 ? `${this.matching.facet(facet).label}: ${label}` : label;
  }

  /**
   * Return the label of a chosen term.
   * @param {string} facet
   * @param {string} term
   */
  label(facet, term) {
    if (term !== ANY) return this.matching.label(facet, term);
    return `${this.matching.facet(facet).label}: ${this.messages.format("any")}`;
  }
}

/**
 * Move the focus to the first control of a bar.
 * @param {HTMLFormElement} form
 */
export function focusFirstControl(form) {
  /** @type {HTMLElement | null} */ (form.querySelector("input, summary, select, button"))?.focus();
}
