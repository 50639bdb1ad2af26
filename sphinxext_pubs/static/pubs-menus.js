// @ts-check
/* The menus of the bar above a list, each for a facet, and the row of what is chosen. They know the bar only
   by what it lets them ask and do. */

/**
 * @typedef {{label: string, remove: (state: State) => void}} Condition
 * @typedef {object} Chooser what menus and chips need of the bar
 * @property {HTMLFormElement} form
 * @property {State} state
 * @property {(how: (state: State) => void) => unknown} change
 * @property {(name: string) => string} word
 * @property {(number: number) => string} written
 */
const pubsMenus = (() => {
  "use strict";

  const { ANY, isYear, toggle } = pubsMatching;
  const { make, setText } = pubsPlaces;

  /** How many choices a menu shows at once. */
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
      for (const menu of this.all()) {
        menu.addEventListener("toggle", () => menu.open && this.fill(menu));
        menu.addEventListener("keydown", (event) => this.onKey(event, menu));
        if (menu.open) this.fill(menu);
      }
      document.addEventListener("click", ({ target }) => this.leave(target));
      // Not when the focus moves: a press on something would move that from under the pointer.
      document.addEventListener("keyup", ({ key }) => key === "Tab" && this.leave(document.activeElement));
    }

    /**
     * Close the menus that a reader is not in any more.
     * @param {EventTarget | null} target
     */
    leave(target) {
      for (const menu of this.all())
        if (target instanceof Node && document.contains(target) && !menu.contains(target)) menu.open = false;
    }

    /** @returns {NodeListOf<HTMLDetailsElement>} */
    all() {
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

    /** Let every menu say how much is chosen in it, and the open one all else. */
    tell() {
      const { chosen, from, to } = this.chooser.state;
      for (const menu of this.all()) {
        const name = menu.dataset.facet || "";
        const count = (chosen[name] || []).length + Number(this.matching.isRange(name) && Boolean(from || to));
        const label = this.matching.facet(name)?.label || name;
        setText(menu.querySelector("summary"), count ? `${label} (${count})` : label);
        if (menu.open) this.tellOptions(menu);
      }
    }

    /**
     * Fill a menu that has been opened.
     * @param {HTMLDetailsElement} menu
     */
    fill(menu) {
      for (const other of this.all()) if (other !== menu) other.open = false;
      const name = menu.dataset.facet || "";
      const facet = this.matching.facet(name);
      menu.querySelector(".pubs-options")?.remove();
      const options = make("div", { class: "pubs-options", role: "group", "aria-label": facet.label });
      if (this.matching.isRange(name)) options.append(this.rangeForm());
      if (facet.terms.length > CHOICES) options.append(this.findBox(menu));
      options.append(make("ul"), make("p", { class: "pubs-more" }));
      menu.append(options);
      options.style.backgroundColor = `var(--pubs-ground, ${pubsGround(this.chooser.form)})`;
      this.list(menu);
    }

    rangeForm() {
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
    findBox(menu) {
      const words = this.chooser.word("find");
      const box = make("input", { type: "search", class: "pubs-find", "aria-label": words, placeholder: words });
      box.addEventListener("input", () => this.list(menu));
      return box;
    }

    /**
     * Put the choices into a menu: what is chosen first, then what most papers have.
     * @param {HTMLDetailsElement} menu
     */
    list(menu) {
      const name = menu.dataset.facet || "";
      const { terms, kind } = this.matching.facet(name);
      const box = menu.querySelector("input.pubs-find");
      const wanted = box instanceof HTMLInputElement ? box.value.trim() : "";
      const { counts } = this.matching.tally(name);
      const chosen = new Set((this.chooser.state.chosen[name] || []).map((value) => this.matching.number(name, value)));
      const numbers = this.matching.find(name, wanted);
      const weight = (/** @type {number} */ number) => (chosen.has(number) ? Infinity : counts[number]);
      if (!this.matching.isRange(name)) numbers.sort((one, other) => Math.sign(weight(other) - weight(one)) || one - other);
      const values = numbers.slice(0, CHOICES).map((number) => terms[number] || "");
      if (kind === "any" && !wanted) values.unshift(ANY);
      menu.querySelector(".pubs-options ul")?.replaceChildren(...values.map((value) => this.option(name, value)));
      const more = numbers.length - CHOICES;
      const { word, written } = this.chooser;
      setText(menu.querySelector(".pubs-more"), more > 0 ? word.call(this.chooser, "more").replace("{}", written(more)) : "");
      this.tellOptions(menu);
    }

    /**
     * @param {string} name
     * @param {string} value
     */
    option(name, value) {
      const label = value === ANY ? this.chooser.word("any") : this.matching.label(name, value);
      const box = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", value }));
      box.addEventListener("change", () => this.chooser.change((state) => toggle(state, name, value, box.checked)));
      return make("li", {}, make("label", {}, box, make("span", { dir: "auto" }, label), make("span", { class: "pubs-tally" })));
    }

    /**
     * Bring the boxes and numbers of a menu up to date.
     * @param {HTMLDetailsElement} menu
     */
    tellOptions(menu) {
      const name = menu.dataset.facet || "";
      const { counts, any } = this.matching.tally(name);
      const { chosen, from, to } = this.chooser.state;
      for (const box of menu.querySelectorAll('input[type="checkbox"]')) {
        if (!(box instanceof HTMLInputElement)) continue;
        const count = box.value === ANY ? any : counts[this.matching.number(name, box.value)] || 0;
        box.checked = (chosen[name] || []).includes(box.value);
        box.closest("li")?.classList.toggle("pubs-void", !count);
        setText(box.closest("li")?.querySelector(".pubs-tally"), this.chooser.written(count));
      }
      for (const field of menu.querySelectorAll(".pubs-range input"))
        if (field instanceof HTMLInputElement && field !== document.activeElement) {
          field.value = field.name === "from" ? from : to;
          checkYear(field);
        }
    }
  }

  /**
   * Let the field of a year say whether that is one, and return the year; empty where it is none.
   * @param {HTMLInputElement} field
   */
  function checkYear(field) {
    const value = field.value.trim();
    const right = !value || isYear(value);
    if (right) field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
    return right ? value : "";
  }

  /** The row of what is chosen, each with a button that takes it back. */
  class Chips {
    /**
     * @param {Chooser} chooser
     * @param {InstanceType<typeof pubsMatching.Matching>} matching
     */
    constructor(chooser, matching) {
      this.chooser = chooser;
      this.matching = matching;
      this.list = /** @type {HTMLElement | null} */ (chooser.form.querySelector(".pubs-chips"));
      this.shown = "";
    }

    /** Show what is chosen, where that is not what is shown. */
    tell() {
      const conditions = this.conditions();
      const labels = JSON.stringify(conditions.map(({ label }) => label));
      if (!this.list || labels === this.shown) return;
      this.shown = labels;
      const chips = conditions.map((condition) => make("li", {}, this.chip(condition)));
      const clear = make("button", { type: "button", name: "clear" }, this.chooser.word("clear"));
      this.list.replaceChildren(...chips, ...(chips.length ? [make("li", {}, clear)] : []));
      this.list.hidden = !chips.length;
    }

    /** @param {Condition} condition */
    chip({ label, remove }) {
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
      const place = items().indexOf(/** @type {Element} */ (button.parentElement));
      this.chooser.change(remove);
      const next = items()[place]?.querySelector("button");
      /** @type {HTMLElement} */ (next || this.chooser.form.querySelector("input, summary, select, button"))?.focus();
    }

    /** What is chosen: how it reads, and how it is taken back. */
    conditions() {
      const { search, from, to, chosen } = this.chooser.state;
      /** @type {Condition[]} */
      const found = [];
      if (search.trim()) found.push({ label: `“${search.trim()}”`, remove: (state) => void (state.search = "") });
      if (from || to)
        found.push({ label: `${from || "…"}–${to || "…"}`, remove: (state) => void (state.from = state.to = "") });
      for (const [name, values] of Object.entries(chosen))
        for (const value of values)
          found.push({ label: this.label(name, value), remove: (state) => toggle(state, name, value, false) });
      return found;
    }

    /**
     * How a chosen value reads.
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
