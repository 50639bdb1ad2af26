// @ts-check
/* Links from the terms that an entry shows (authors, venues, keywords) to the list filtered by them. */

import { createElement, opensElsewhere } from "./dom.mjs";
import { chooseTerm, emptyState } from "./filter-state.mjs";
import { toParameters } from "./state-parameters.mjs";

/** @import { StateOwner } from "./filter-state.mjs" */
/** @import { Matching } from "./matching.mjs" */
/** @import { Messages } from "./messages.mjs" */

/** The links of a list's entries to filters. */
export class TermLinks {
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
  }

  /**
   * Filter when a term of a list is clicked.
   * @param {HTMLElement} list
   */
  addTo(list) {
    list.addEventListener("click", (event) => this.onClick(event));
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const link = event.target instanceof Element ? event.target.closest("a.pubs-term") : null;
    if (!(link instanceof HTMLElement) || opensElsewhere(event)) return;
    event.preventDefault();
    const { facet = "", value = "" } = link.dataset;
    this.owner.changeState((state) => chooseTerm(state, facet, value, true));
    this.form.scrollIntoView({ block: "nearest" });
  }

  /**
   * Link the terms that an entry shows.
   * @param {Element} entry
   * @param {number} row
   */
  linkEntry(entry, row) {
    for (const name of this.matching.facetNames) {
      const facet = this.matching.facet(name);
      const elements = facet.selector ? [...entry.querySelectorAll(facet.selector)] : [];
      const values = (facet.of[row] || []).map((index) => facet.terms[index] ?? "");
      // An entry may show fewer terms than it has, for example only the first authors.
      if (values.length === elements.length) elements.forEach((element, index) => this.linkTerm(element, name, values[index] || ""));
    }
  }

  /**
   * @param {Element} element
   * @param {string} facet
   * @param {string} value
   */
  linkTerm(element, facet, value) {
    if (!value || element.querySelector("a")) return;
    const state = { ...emptyState(), chosen: { [facet]: [value] } };
    const link = createElement("a", {
      class: "pubs-term",
      href: `?${toParameters(this.form.dataset.list || "", state, location.search)}`,
      title: this.messages.format("by", this.matching.label(facet, value)),
      "data-facet": facet,
      "data-value": value,
    });
    link.append(...element.childNodes);
    element.append(link);
  }
}
