// @ts-check
/* The menus of the filter bar, one for each facet, and the row of active filters. They use the bar only through
   the interface `Chooser`. */

/**
 * @typedef {{label: string, remove: (state: State) => void}} Condition
 * @typedef {object} Chooser the interface of the bar for menus and chips
 * @property {HTMLFormElement} form
 * @property {State} state
 * @property {(modify: (state: State) => void) => unknown} change
 * @property {(name: string) => string} word
 * @property {(number: number) => string} formatNumber
 */
const pubsMenus = (() => {
  "use strict";

  const { ANY, isYear, toggle } = pubsMatching;
  const { make, setText } = pubsPlaces;

  /** Maximum number of choices that a menu shows at once. */
  const CHOICES = 50;

  /** The menus of a bar. */
  class Menus {
    /**
     * @param {Chooser} chooser
     * @param {InstanceType<typeof pubsMatching.Matching>} matching
     */
    constructor(chooser, matching) {
      this.chooser = chooser;
      this.matching = matching;
      for (const menu of this.menus()) {
        menu.addEventListener("toggle", () => menu.open && this.fillMenu(menu));
        menu.addEventListener("keydown", (event) => this.onKey(event, menu));
        if (menu.open) this.fillMenu(menu);
      }
      document.addEventListener("click", ({ target }) => this.closeOthers(target));
      // Not on "focusout": closing a menu on a mouse press would move the target away from the pointer.
      document.addEventListener("keyup", ({ key }) => key === "Tab" && this.closeOthers(document.activeElement));
    }

    /**
     * Close all menus that do not contain the target.
     * @param {EventTarget | null} target
     */
    closeOthers(target) {
      for (const menu of this.menus())
        if (target instanceof Node && document.contains(target) && !menu.contains(target)) menu.open = false;
    }

    /** @returns {NodeListOf<HTMLDetailsElement>} */
    menus() {
      return this.chooser.form.querySelectorAll("details.pubs-menu");
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

    /** Update the number of selected values of each menu, and the choices of the open one. */
    update() {
      const { chosen, from, to } = this.chooser.state;
      for (const menu of this.menus()) {
        const name = menu.dataset.facet || "";
        const count = (chosen[name] || []).length + Number(this.matching.isRange(name) && Boolean(from || to));
        const label = this.matching.facet(name)?.label || name;
        setText(menu.querySelector("summary"), count ? `${label} (${count})` : label);
        if (menu.open) this.updateOptions(menu);
      }
    }

    /**
     * Fill an opened menu.
     * @param {HTMLDetailsElement} menu
     */
    fillMenu(menu) {
      for (const other of this.menus()) if (other !== menu) other.open = false;
      const name = menu.dataset.facet || "";
      const facet = this.matching.facet(name);
      menu.querySelector(".pubs-options")?.remove();
      const options = make("div", { class: "pubs-options", role: "group", "aria-label": facet.label });
      if (this.matching.isRange(name)) options.append(this.makeRangeForm());
      if (facet.terms.length > CHOICES) options.append(this.makeFindBox(menu));
      options.append(make("ul"), make("p", { class: "pubs-more" }));
      menu.append(options);
      options.style.backgroundColor = `var(--pubs-ground, ${pubsGround(this.chooser.form)})`;
      this.listChoices(menu);
    }

    makeRangeForm() {
      const field = (/** @type {"from" | "to"} */ name) => {
        const input = /** @type {HTMLInputElement} */ (
          make("input", { type: "text", inputmode: "numeric", name, size: "6", autocomplete: "off" })
        );
        input.value = this.chooser.state[name];
        return make("label", {}, `${this.chooser.word(name)} `, input);
      };
      return make("div", { class: "pubs-range" }, field("from"), field("to"));
    }

    /** @param {HTMLDetailsElement} menu */
    makeFindBox(menu) {
      const words = this.chooser.word("find");
      const box = make("input", { type: "search", class: "pubs-find", "aria-label": words, placeholder: words });
      box.addEventListener("input", () => this.listChoices(menu));
      return box;
    }

    /**
     * List the choices of a menu: selected values first, then the most frequent ones.
     * @param {HTMLDetailsElement} menu
     */
    listChoices(menu) {
      const name = menu.dataset.facet || "";
      const { terms, kind } = this.matching.facet(name);
      const box = menu.querySelector("input.pubs-find");
      const query = box instanceof HTMLInputElement ? box.value.trim() : "";
      const { counts } = this.matching.countTerms(name);
      const chosen = new Set((this.chooser.state.chosen[name] || []).map((value) => this.matching.termIndex(name, value)));
      const indexes = this.matching.findTerms(name, query);
      const weight = (/** @type {number} */ number) => (chosen.has(number) ? Infinity : counts[number]);
      if (!this.matching.isRange(name)) indexes.sort((first, second) => Math.sign(weight(second) - weight(first)) || first - second);
      const values = indexes.slice(0, CHOICES).map((number) => terms[number] || "");
      if (kind === "any" && !query) values.unshift(ANY);
      menu.querySelector(".pubs-options ul")?.replaceChildren(...values.map((value) => this.makeChoice(name, value)));
      const more = indexes.length - CHOICES;
      const { word, formatNumber } = this.chooser;
      setText(menu.querySelector(".pubs-more"), more > 0 ? word.call(this.chooser, "more").replace("{}", formatNumber(more)) : "");
      this.updateOptions(menu);
    }

    /**
     * @param {string} name
     * @param {string} value
     */
    makeChoice(name, value) {
      const label = value === ANY ? this.chooser.word("any") : this.matching.label(name, value);
      const box = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", value }));
      box.addEventListener("change", () => this.chooser.change((state) => toggle(state, name, value, box.checked)));
      return make("li", {}, make("label", {}, box, make("span", { dir: "auto" }, label), make("span", { class: "pubs-tally" })));
    }

    /**
     * Update the checkboxes and counts of a menu.
     * @param {HTMLDetailsElement} menu
     */
    updateOptions(menu) {
      const name = menu.dataset.facet || "";
      const { counts, any } = this.matching.countTerms(name);
      const { chosen, from, to } = this.chooser.state;
      for (const box of menu.querySelectorAll('input[type="checkbox"]')) {
        if (!(box instanceof HTMLInputElement)) continue;
        const count = box.value === ANY ? any : counts[this.matching.termIndex(name, box.value)] || 0;
        box.checked = (chosen[name] || []).includes(box.value);
        box.closest("li")?.classList.toggle("pubs-void", !count);
        setText(box.closest("li")?.querySelector(".pubs-tally"), this.chooser.formatNumber(count));
      }
      for (const field of menu.querySelectorAll(".pubs-range input"))
        if (field instanceof HTMLInputElement && field !== document.activeElement) {
          field.value = field.name === "from" ? from : to;
          checkYear(field);
        }
    }
  }

  /**
   * Mark an invalid value of a year field, and return the year, or empty if it is invalid.
   * @param {HTMLInputElement} field
   */
  function checkYear(field) {
    const value = field.value.trim();
    const isValid = !value || isYear(value);
    if (isValid) field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
    return isValid ? value : "";
  }

  /** The row of active filters, with buttons to remove them. */
  class Chips {
    /**
     * @param {Chooser} chooser
     * @param {InstanceType<typeof pubsMatching.Matching>} matching
     */
    constructor(chooser, matching) {
      this.chooser = chooser;
      this.matching = matching;
      this.list = /** @type {HTMLElement | null} */ (chooser.form.querySelector(".pubs-chips"));
      this.shownLabels = "";
    }

    /** Update the row if the filters changed. */
    update() {
      const conditions = this.conditions();
      const labels = JSON.stringify(conditions.map(({ label }) => label));
      if (!this.list || labels === this.shownLabels) return;
      this.shownLabels = labels;
      const chips = conditions.map((condition) => make("li", {}, this.makeChip(condition)));
      const clear = make("button", { type: "button", name: "clear" }, this.chooser.word("clear"));
      this.list.replaceChildren(...chips, ...(chips.length ? [make("li", {}, clear)] : []));
      this.list.hidden = !chips.length;
    }

    /** @param {Condition} condition */
    makeChip({ label, remove }) {
      const button = make("button", { type: "button", "aria-label": this.chooser.word("remove").replace("{}", label) }, label);
      button.addEventListener("click", () => this.remove(button, remove));
      return button;
    }

    /**
     * @param {HTMLElement} button
     * @param {(state: State) => void} remove
     */
    remove(button, remove) {
      const items = () => [...(this.list?.children || [])];
      const index = items().indexOf(/** @type {Element} */ (button.parentElement));
      this.chooser.change(remove);
      const next = items()[index]?.querySelector("button");
      /** @type {HTMLElement} */ (next || this.chooser.form.querySelector("input, summary, select, button"))?.focus();
    }

    /** Return the active filters, with their labels and functions to remove them. */
    conditions() {
      const { search, from, to, chosen } = this.chooser.state;
      /** @type {Condition[]} */
      const conditions = [];
      if (search.trim()) conditions.push({ label: `“${search.trim()}”`, remove: (state) => void (state.search = "") });
      if (from || to)
        conditions.push({ label: `${from || "…"}–${to || "…"}`, remove: (state) => void (state.from = state.to = "") });
      for (const [name, values] of Object.entries(chosen))
        for (const value of values)
          conditions.push({ label: this.label(name, value), remove: (state) => toggle(state, name, value, false) });
      return conditions;
    }

    /**
     * Return the label of a selected value.
     * @param {string} name
     * @param {string} value
     */
    label(name, value) {
      if (value !== ANY) return this.matching.label(name, value);
      return `${this.matching.facet(name).label}: ${this.chooser.word("any")}`;
    }
  }

  return { Chips, Menus, checkYear };
})();
