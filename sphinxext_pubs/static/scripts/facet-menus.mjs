// @ts-check
/* The menus of the filter bar, one for each facet. */

import { createElement, setText } from "./dom.mjs";
import { ANY, chooseTerm, ENDS, rangeOf, setRange } from "./filter-state.mjs";
import { checkNumber } from "./range-field.mjs";

/** @import { StateOwner } from "./filter-state.mjs" */
/** @import { Matching } from "./matching.mjs" */
/** @import { Messages } from "./messages.mjs" */

/** Maximum number of choices that a menu shows at once. */
const MAX_CHOICES = 50;

/** The menus of a filter bar. */
export class FacetMenus {
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
    for (const menu of this.menus()) {
      menu.addEventListener("toggle", () => menu.open && this.fillMenu(menu));
      menu.addEventListener("keydown", (event) => this.onKey(event, menu));
      if (menu.open) this.fillMenu(menu);
    }
  }

  /** @returns {NodeListOf<HTMLDetailsElement>} */
  menus() {
    return this.form.querySelectorAll("details.pubs-menu");
  }

  /**
   * Close all menus that do not contain the target of an event.
   * @param {EventTarget | null} target
   */
  closeMenusOutside(target) {
    if (!(target instanceof Node) || !document.contains(target)) return;
    for (const menu of this.menus()) if (!menu.contains(target)) menu.open = false;
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLDetailsElement} menu
   */
  onKey(event, menu) {
    if (event.key !== "Escape" || !menu.open) return;
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }

  /** Update the number of chosen terms of each menu, and the choices of the open one. */
  update() {
    const { state } = this.owner;
    for (const menu of this.menus()) {
      const name = menu.dataset.facet || "";
      const { from, to } = rangeOf(state, name);
      const count = (state.chosen[name] || []).length + Number(Boolean(from || to));
      const label = this.matching.facet(name)?.label || name;
      setText(menu.querySelector("summary"), count ? `${label} (${count})` : label);
      if (menu.open) this.updateChoices(menu);
    }
  }

  /**
   * Fill an opened menu.
   * @param {HTMLDetailsElement} menu
   */
  fillMenu(menu) {
    this.closeMenusOutside(menu);
    const name = menu.dataset.facet || "";
    const facet = this.matching.facet(name);
    menu.querySelector(".pubs-options")?.remove();
    const options = createElement("div", { class: "pubs-options", role: "group", "aria-label": facet.label });
    if (this.matching.isRange(name)) options.append(this.makeRangeFields(name));
    if (facet.terms.length > MAX_CHOICES) options.append(this.makeFindBox(menu));
    options.append(createElement("ul"), createElement("p", { class: "pubs-more" }));
    menu.append(options);
    this.listChoices(menu);
  }

  /** @param {string} name */
  makeRangeFields(name) {
    const range = rangeOf(this.owner.state, name);
    const fields = ENDS.map((end) => {
      const attributes = { type: "text", inputmode: "numeric", name: end, size: "6", autocomplete: "off" };
      const input = /** @type {HTMLInputElement} */ (createElement("input", attributes));
      input.value = range[end];
      input.addEventListener("input", () => {
        const number = checkNumber(input);
        this.owner.changeState((state) => setRange(state, name, { [end]: number }), true);
      });
      return createElement("label", {}, `${this.messages.format(end)} `, input);
    });
    return createElement("div", { class: "pubs-range" }, ...fields);
  }

  /** @param {HTMLDetailsElement} menu */
  makeFindBox(menu) {
    const label = this.messages.format("find");
    const box = createElement("input", { type: "search", class: "pubs-find", "aria-label": label, placeholder: label });
    box.addEventListener("input", () => this.listChoices(menu));
    return box;
  }

  /**
   * List the choices of a menu: chosen terms first, then the most frequent ones.
   * @param {HTMLDetailsElement} menu
   */
  listChoices(menu) {
    const name = menu.dataset.facet || "";
    const { terms, kind } = this.matching.facet(name);
    const box = menu.querySelector("input.pubs-find");
    const query = box instanceof HTMLInputElement ? box.value.trim() : "";
    const indexes = this.sortChoices(name, this.matching.findTerms(name, query));
    const values = indexes.slice(0, MAX_CHOICES).map((index) => terms[index] || "");
    if (kind === "any" && !query) values.unshift(ANY);
    menu.querySelector(".pubs-options ul")?.replaceChildren(...values.map((value) => this.makeChoice(name, value)));
    const hiddenCount = indexes.length - MAX_CHOICES;
    const more = hiddenCount > 0 ? this.messages.format("more", this.messages.formatNumber(hiddenCount)) : "";
    setText(menu.querySelector(".pubs-more"), more);
    this.updateChoices(menu);
  }

  /**
   * Return the indexes of terms, sorted for a menu; the terms of a range keep their order.
   * @param {string} name
   * @param {number[]} indexes
   */
  sortChoices(name, indexes) {
    if (this.matching.isRange(name)) return indexes;
    const { counts } = this.matching.countTerms(name);
    const chosen = new Set((this.owner.state.chosen[name] || []).map((value) => this.matching.termIndex(name, value)));
    const weight = (/** @type {number} */ index) => (chosen.has(index) ? Infinity : counts[index]);
    return indexes.sort((first, second) => Math.sign(weight(second) - weight(first)) || first - second);
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  makeChoice(name, value) {
    const label = value === ANY ? this.messages.format("any") : this.matching.label(name, value);
    const box = /** @type {HTMLInputElement} */ (createElement("input", { type: "checkbox", value }));
    box.addEventListener("change", () => this.owner.changeState((state) => chooseTerm(state, name, value, box.checked)));
    const text = createElement("span", { dir: "auto" }, label);
    return createElement("li", {}, createElement("label", {}, box, text, createElement("span", { class: "pubs-tally" })));
  }

  /**
   * Update the checkboxes, counts and range of a menu.
   * @param {HTMLDetailsElement} menu
   */
  updateChoices(menu) {
    const name = menu.dataset.facet || "";
    const { counts, any } = this.matching.countTerms(name);
    const chosen = this.owner.state.chosen[name] || [];
    for (const box of menu.querySelectorAll('input[type="checkbox"]')) {
      if (!(box instanceof HTMLInputElement)) continue;
      const count = box.value === ANY ? any : counts[this.matching.termIndex(name, box.value)] || 0;
      box.checked = chosen.includes(box.value);
      box.closest("li")?.classList.toggle("pubs-void", !count);
      setText(box.closest("li")?.querySelector(".pubs-tally"), this.messages.formatNumber(count));
    }
    this.updateRangeFields(menu);
  }

  /** @param {HTMLDetailsElement} menu */
  updateRangeFields(menu) {
    const { from, to } = rangeOf(this.owner.state, menu.dataset.facet || "");
    for (const field of menu.querySelectorAll(".pubs-range input"))
      if (field instanceof HTMLInputElement && field !== document.activeElement) {
        field.value = field.name === "from" ? from : to;
        checkNumber(field);
      }
  }
}
