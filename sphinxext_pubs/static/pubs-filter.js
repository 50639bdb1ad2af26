// @ts-check
/* The bar above a list: search, menus, order, and the address that says what is chosen.

   A list can hold ten thousand papers, so nothing touches all of them at once. What matches is worked out in
   memory; on the page a list is given a shadow root whose slots name the entries to show, which costs
   nothing for those that are not shown and changes no entry. Where a list cannot have slots (a table), entries
   are hidden one by one.

   What the server knows comes as JSON (see render/browser.py); nothing from it becomes markup. */
(() => {
  "use strict";

  /**
   * @typedef {{label: string, kind: string, terms: string[], labels: string[], of: number[][]}} Facet
   * @typedef {{titles: string[], people: string[][], venues: string[], places: string[]}} Elsewhere
   * @typedef {{keys: string[], text: string[], years: string[], facets: Record<string, Facet>,
   *   ranks: Record<string, number[]>, words: Record<string, string>, entries?: Elsewhere}} Index
   * @typedef {{name: string, root: string, source: string, sources: string, words: Record<string, string>}} Source
   * @typedef {{search: string, sort: string, from: string, to: string, chosen: Record<string, string[]>}} State
   * @typedef {{host: Host, rows: number[], entryOf: (row: number) => HTMLElement}} Placed
   */

  /** A slice of work, and the pause after which a reader has stopped typing, in milliseconds. */
  const SLICE = 10;
  const SETTLE = 300;

  /** How many entries make a piece of a list, how many lines each may have, and how many choices a menu has. */
  const PIECE = 100;
  const LINES = 8;
  const CHOICES = 50;

  /** The value of a facet that means any term at all, as in the options of the directive. */
  const ANY = "*";

  // Texts

  /** @type {Record<string, string>} */
  const LETTERS = {
    ß: "ss", ς: "σ", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ħ: "h", ŋ: "n", ŧ: "t",
    "‘": "'", "’": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
  };
  const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

  /**
   * A text as it is searched: case, accents, quotes, hyphens and spaces folded, as the server folds them.
   * @param {string} text
   */
  function fold(text) {
    let folded = text.toLowerCase();
    if (/[^\0-\x7f]/.test(folded)) {
      folded = folded.replace(SPECIAL, (sign) => LETTERS[sign] || "");
      folded = folded.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC");
      folded = folded.replace(SPECIAL, (sign) => LETTERS[sign] || "");
    }
    return folded.replace(/\s+/g, " ").trim();
  }

  /**
   * The words of a search; what stands in quotes is one.
   * @param {string} text
   */
  function wordsOf(text) {
    const found = fold(text).match(/"[^"]*"?|[^\s"]+/g) || [];
    return found.map((word) => word.replaceAll('"', "").trim()).filter(Boolean);
  }

  /** How numbers are written in the language of the page. */
  const numbers = (() => {
    try {
      return new Intl.NumberFormat(document.documentElement.lang || undefined);
    } catch {
      return new Intl.NumberFormat(); // a page may call its language what it likes
    }
  })();

  /** @param {number} number */
  const written = (number) => numbers.format(number);

  // Time

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

  // Elements

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
      /** @type {{frame: HTMLElement, slot: HTMLSlotElement, shown: HTMLElement[]}[]} */
      this.pieces = [];
      this.rows = element.matches("tbody") ? element : element.querySelector("tbody");
      this.groups = groupsAround(element);
      /** Whether entries simply follow each other, so that they can be shown in pieces. */
      this.flows = !this.rows && getComputedStyle(element).display === "block";
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
      if (this.rows || !("assign" in HTMLSlotElement.prototype)) return yield this.showPlainly(rows.map(entryOf));
      const size = this.flows ? PIECE : rows.length || 1;
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
      const same = piece.shown.length === elements.length && elements.every((element, at) => element === piece.shown[at]);
      if (same && elements.every((element) => element.parentElement === this.element)) return;
      for (const element of elements) if (element.parentElement !== this.element) this.element.append(element);
      piece.shown = elements;
      piece.slot.assign(...elements);
      piece.frame.hidden = !elements.length;
      piece.frame.style.containIntrinsicBlockSize = `${elements.length * LINES}em`;
    }

    /** A further piece: a slot, in a frame that the browser leaves alone while it is far from the screen. */
    newPiece() {
      const root =
        this.element.shadowRoot || this.element.attachShadow({ mode: "open", slotAssignment: "manual" });
      const piece = { frame: document.createElement("div"), slot: document.createElement("slot"), shown: [] };
      if (this.flows)
        Object.assign(piece.frame.style, { contentVisibility: "auto", paddingInline: "1em", marginInline: "-1em" });
      else piece.frame.style.display = "contents";
      piece.frame.append(piece.slot);
      root.append(piece.frame);
      this.pieces.push(piece);
      return piece;
    }

    /** @param {HTMLElement[]} elements */
    showPlainly(elements) {
      const place = this.rows || this.element;
      const shown = new Set(elements);
      const there = /** @type {HTMLElement[]} */ ([...place.children]); // not those that another host has now
      for (const element of [...there, ...elements]) element.hidden = !shown.has(element);
      const inOrder = there.filter((element) => shown.has(element));
      if (inOrder.length !== elements.length || inOrder.some((element, place) => element !== elements[place]))
        place.append(...elements);
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
   * @param {Host} host
   * @returns {Placed}
   */
  function nothingIn(host) {
    return { host, rows: [], entryOf: () => host.element };
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

  /** One list with its bar. */
  class Bar {
    /**
     * The bar of a list; of one on several pages `source` says where the rest is.
     * @param {HTMLFormElement} form
     * @param {Index} index
     * @param {Source | null} source
     */
    constructor(form, index, source = null) {
      this.form = form;
      this.source = source;
      /** @type {Map<number, HTMLElement>} */
      this.elsewhere = new Map();
      this.index = index;
      this.words = index.words;
      this.name = form.dataset.list || "";
      this.count = index.keys.length;
      this.texts = [...index.text];
      this.state = this.empty();
      /** @type {Host[]} */
      this.hosts = [];
      /** @type {Host | null} */
      this.flat = null;
      this.pages = /** @type {NodeListOf<HTMLElement>} */ (
        document.querySelectorAll(`.pubs-pages[data-list="${CSS.escape(this.name)}"]`)
      );
      /** @type {Map<Element, number>} */
      this.rowOf = new Map();
      /** @type {Map<number, HTMLElement>} */
      this.firstOf = new Map();
      /** The papers that match each condition; none where there is no condition. */
      this.fits = /** @type {Map<string, Uint8Array>} */ (new Map());
      /** The conditions that each paper fails. */
      this.fails = new Uint8Array(this.count);
      this.left = this.count;
      this.applied = this.empty();
      this.turn = 0;
      this.timer = 0;
      this.touched = false;
      this.typing = false;
      this.pushes = false;
      this.notice = "";
      this.address = "";
      this.begin();
    }

    /** @returns {State} */
    empty() {
      return { search: "", sort: "", from: "", to: "", chosen: {} };
    }

    /** Find the entries, show the bar, follow the address; then learn the abstracts. */
    async begin() {
      const numbers = new Map(this.index.keys.map((key, row) => [key, row]));
      for (const list of document.querySelectorAll(`.pubs-list[data-list="${CSS.escape(this.name)}"]`))
        for (const host of hostsOf(/** @type {HTMLElement} */ (list))) {
          this.hosts.push(host);
          await each((host.rows || host.element).children, (child) => {
            const row = numbers.get(child.getAttribute("data-key") || "");
            if (row === undefined) return;
            host.entries.set(row, /** @type {HTMLElement} */ (child));
            host.order.push(row);
            this.rowOf.set(child, row);
            if (!this.firstOf.has(row)) this.firstOf.set(row, /** @type {HTMLElement} */ (child));
          });
        }
      const typed = this.form.elements.namedItem("search");
      const search = typed instanceof HTMLInputElement ? typed.value : "";
      this.listen();
      this.form.hidden = false;
      this.read();
      if (search) this.state.search = search; // while the list was still being loaded
      for (const menu of this.menus()) if (menu.open) this.openMenu(menu);
      this.apply();
      await this.learn();
    }

    /** Add the abstracts that the page shows to the search words. */
    async learn() {
      if (this.source) return; // the index of a list on several pages has them
      const learnt = new Uint8Array(this.count);
      await each(this.rowOf, ([entry, row]) => {
        const abstract = learnt[row] ? null : entry.querySelector(".pubs-abstract > div");
        if (abstract) this.texts[row] = [this.texts[row], fold(abstract.textContent || "")].join(" ");
        learnt[row] = 1;
      });
      if (this.state.search) {
        this.fits.delete("search");
        this.apply();
      }
    }

    // What matches

    /**
     * Work out which papers match, where a condition has changed.
     * @param {State} before
     */
    match(before) {
      const { search, from, to, chosen } = this.state;
      if (search !== before.search || !this.fits.has("search")) this.setFit("search", this.matchSearch(before.search));
      for (const name of Object.keys(this.index.facets)) {
        const range = this.isRange(name) && (from !== before.from || to !== before.to);
        if (range || String(chosen[name] || "") !== String(before.chosen[name] || "") || !this.fits.has(name))
          this.setFit(name, this.matchFacet(name));
      }
      this.fails.fill(0);
      for (const fit of this.fits.values())
        for (let row = 0; row < fit.length; row++) this.fails[row] = (this.fails[row] ?? 0) + Number(!fit[row]);
      this.left = this.fails.reduce((left, fails) => left + Number(!fails), 0);
    }

    /**
     * @param {string} name
     * @param {Uint8Array | null} fit
     */
    setFit(name, fit) {
      this.fits.set(name, fit || new Uint8Array(0));
    }

    /** @param {string} before */
    matchSearch(before) {
      const words = wordsOf(this.state.search);
      if (!words.length) return null;
      const old = this.fits.get("search");
      const narrows = old?.length && before && this.state.search.startsWith(before) && !before.includes('"');
      const fit = new Uint8Array(this.count);
      for (let row = 0; row < this.count; row++) {
        const text = this.texts[row] || "";
        if (!narrows || old?.[row]) fit[row] = Number(words.every((word) => text.includes(word)));
      }
      return fit;
    }

    /** @param {string} name */
    matchFacet(name) {
      const facet = this.facet(name);
      const values = this.state.chosen[name] || [];
      const wanted = new Set(values.map((value) => facet.terms.indexOf(value)));
      const { low, high } = this.isRange(name) ? this.range() : { low: -Infinity, high: Infinity };
      const ranged = low > -Infinity || high < Infinity;
      if (!values.length && !ranged) return null;
      const inRange = facet.terms.map((term) => ranged && Number(term) >= low && Number(term) <= high);
      const any = values.includes(ANY);
      return Uint8Array.from(facet.of, (terms) =>
        Number(terms.some((term) => any || wanted.has(term) || inRange[term])),
      );
    }

    /** @param {string} name */
    facet(name) {
      return /** @type {Facet} */ (this.index.facets[name]);
    }

    /** @param {string} name */
    isRange(name) {
      return this.index.facets[name]?.kind === "range";
    }

    /** The range of years, infinite where it is open. */
    range() {
      const year = (/** @type {string} */ text, /** @type {number} */ open) =>
        text.trim() && Number.isFinite(Number(text)) ? Number(text) : open;
      return { low: year(this.state.from, -Infinity), high: year(this.state.to, Infinity) };
    }

    /** The rows that match everything, in the order of the list. */
    matches() {
      return Array.from(this.fails.keys()).filter((row) => !this.fails[row]);
    }

    /**
     * How many papers each term would leave, whatever is chosen of its own facet.
     * @param {string} name
     */
    tally(name) {
      const facet = this.facet(name);
      const own = this.fits.get(name);
      const counts = new Array(facet.terms.length).fill(0);
      let any = 0;
      facet.of.forEach((terms, row) => {
        if (this.fails[row] && !(this.fails[row] === 1 && own?.length && !own[row])) return;
        any += Number(terms.length > 0);
        for (const term of terms) counts[term] += 1;
      });
      return { counts, any };
    }

    // What is shown

    /** Bring the page into the state that is wanted. */
    apply() {
      const before = this.applied;
      this.applied = structuredClone(this.state);
      this.match(before);
      this.touched ||= this.isBusy();
      this.tell();
      return this.touched ? this.show() : undefined;
    }

    /** Whether anything is chosen. */
    isBusy() {
      const { search, sort, from, to, chosen } = this.state;
      return Boolean(search.trim() || sort || from || to || Object.values(chosen).some((values) => values.length));
    }

    /** Show what matches, from the top down; a change that comes meanwhile takes over. */
    async show() {
      const turn = (this.turn += 1);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.settle(), SETTLE);
      const whole = this.state.sort || (this.source && this.isBusy());
      const wanted = whole ? this.inOneList() : this.inGroups();
      for (const pages of this.pages) pages.hidden = Boolean(whole);
      const around = (/** @type {Host} */ host) => [host.list, ...host.groups];
      const full = new Set(wanted.flatMap(({ host, rows }) => (rows.length ? around(host) : [])));
      for (const element of full) element.hidden = false;
      const steps = function* () {
        for (const { host, rows, entryOf } of wanted) yield* host.show(rows, entryOf);
      };
      if (await each(steps(), () => undefined, () => turn !== this.turn))
        for (const element of wanted.flatMap(({ host }) => around(host))) element.hidden = !full.has(element);
      if (whole) this.flatHost().element.dispatchEvent(new CustomEvent("pubs:placed", { bubbles: true }));
    }

    /** @returns {Placed[]} */
    inGroups() {
      const listed = this.hosts.map((host) => ({
        host,
        rows: host.order.filter((row) => !this.fails[row]),
        entryOf: (/** @type {number} */ row) => /** @type {HTMLElement} */ (host.entries.get(row)),
      }));
      return this.flat ? [...listed, nothingIn(this.flat)] : listed;
    }

    /** @returns {Placed[]} */
    inOneList() {
      const flat = this.flatHost();
      const rows = this.sorted(this.matches()).filter((row) => this.source || this.firstOf.has(row));
      const others = this.hosts.filter((host) => host !== flat);
      return [{ host: flat, rows, entryOf: (row) => this.alone(row) }, ...others.map(nothingIn)];
    }

    /**
     * The entry of a paper as it stands outside its group, where it has to say its year.
     * @param {number} row
     */
    alone(row) {
      const entry = this.firstOf.get(row);
      if (!entry) return this.entryElsewhere(row);
      showYear(entry, this.index.years[row] || "");
      return entry;
    }

    /**
     * What is shown of a paper that stands on another page: where it is, and enough to know it by.
     * @param {number} row
     */
    entryElsewhere(row) {
      const { entries, keys, years } = this.index;
      const known = this.elsewhere.get(row);
      if (known) return known;
      const link = make("a", { href: `${this.source?.root}${entries?.places[row]}` }, entries?.titles[row] || "");
      const where = [entries?.venues[row], years[row]].filter(Boolean).join(", ");
      const entry = make(
        "article",
        { class: "pubs-entry pubs-elsewhere", "data-key": keys[row] || "" },
        make("p", {}, make("strong", { class: "pubs-title", dir: "auto" }, link)),
        make("p", { class: "pubs-authors" }, (entries?.people[row] || []).join(" | ")),
        make("p", {}, make("span", { class: "pubs-venue" }, where)),
      );
      this.elsewhere.set(row, entry);
      return entry;
    }

    /** The place of a list without groups: its own, or one made for it. */
    flatHost() {
      const [first] = this.hosts;
      if (!this.flat && first && (this.hosts.length > 1 || first.groups.length)) {
        const list = first.flat();
        this.form.after(list);
        this.flat = new Host(list, list);
        this.listenTo(list);
      }
      return this.flat || /** @type {Host} */ (first);
    }

    /** @param {number[]} rows */
    sorted(rows) {
      const { sort } = this.state;
      if (!sort) return rows;
      const ranks = this.index.ranks[sort === "newest" || sort === "oldest" ? "date" : sort] || [];
      const sign = sort === "newest" ? -1 : 1;
      const rank = (/** @type {number} */ row) => ranks[row] ?? -1;
      return rows.sort((one, other) => {
        if (rank(one) < 0 || rank(other) < 0) return Math.sign(rank(other) + 1) - Math.sign(rank(one) + 1) || one - other;
        return sign * (rank(one) - rank(other)) || one - other;
      });
    }

    /** Write the address and tell those who listen, when the reader has paused. */
    settle() {
      this.write();
      this.announce(this.notice || this.summary());
      this.notice = "";
    }

    /** What is left, in words. */
    summary() {
      const shown = this.left;
      if (!shown) return this.word("none");
      const words = shown === this.count ? this.word("all") : this.word("some");
      return words.replace("{shown}", written(shown)).replace("{all}", written(this.count));
    }

    /** @param {string} name */
    word(name) {
      return this.words[name] || "";
    }

    /** @param {string} text */
    announce(text) {
      const region = this.form.querySelector(".pubs-live");
      if (region) region.textContent = text;
    }

    /** Let the bar say what is chosen and what is left. */
    tell() {
      const summary = this.summary();
      const none = this.touched && summary === this.word("none");
      setText(this.form.querySelector(".pubs-count"), none ? "" : summary);
      this.part(".pubs-none").hidden = !none;
      this.setField("search", this.state.search);
      this.setField("sort", this.state.sort);
      for (const menu of this.menus()) this.tellMenu(menu);
      this.tellChips();
    }

    /** @param {string} selector */
    part(selector) {
      return /** @type {HTMLElement} */ (this.form.querySelector(selector));
    }

    /**
     * @param {string} name
     * @param {string} value
     */
    setField(name, value) {
      const field = this.form.elements.namedItem(name);
      if ((field instanceof HTMLInputElement || field instanceof HTMLSelectElement) && field.value !== value)
        field.value = value;
    }

    // Chips

    tellChips() {
      const list = this.part(".pubs-chips");
      const chips = this.conditions().map(({ label, remove }) => {
        const button = make("button", { type: "button", "aria-label": this.word("remove").replace("{}", label) }, label);
        button.addEventListener("click", () => this.removeChip(button, remove));
        return make("li", {}, button);
      });
      if (chips.length) {
        const clear = make("button", { type: "button", name: "clear" }, this.word("clear"));
        chips.push(make("li", {}, clear));
      }
      list.replaceChildren(...chips);
      list.hidden = !chips.length;
    }

    /**
     * @param {HTMLElement} button
     * @param {(state: State) => void} remove
     */
    removeChip(button, remove) {
      const place = [...this.part(".pubs-chips").children].indexOf(/** @type {Element} */ (button.parentElement));
      this.change(remove);
      const next = this.part(".pubs-chips").children[place]?.querySelector("button");
      /** @type {HTMLElement} */ (next || this.form.querySelector("input, summary, select, button"))?.focus();
    }

    /** What is chosen: how it reads, and how it is taken back. */
    conditions() {
      const { search, from, to, chosen } = this.state;
      /** @type {{label: string, remove: (state: State) => void}[]} */
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
     * How a term reads.
     * @param {string} name
     * @param {string} value
     */
    label(name, value) {
      const facet = this.facet(name);
      if (value === ANY) return `${facet.label}: ${this.word("any")}`;
      return facet.labels[facet.terms.indexOf(value)] || value;
    }

    // Menus

    /** @returns {Iterable<HTMLDetailsElement>} */
    menus() {
      return this.form.querySelectorAll("details.pubs-menu");
    }

    /** @param {HTMLDetailsElement} menu */
    tellMenu(menu) {
      const name = menu.dataset.facet || "";
      const count = (this.state.chosen[name] || []).length + Number(this.isRange(name) && Boolean(this.state.from || this.state.to));
      const label = this.index.facets[name]?.label || name;
      setText(menu.querySelector("summary"), count ? `${label} (${count})` : label);
      if (menu.open) this.tellOptions(menu);
    }

    /**
     * Fill a menu that has been opened.
     * @param {HTMLDetailsElement} menu
     */
    openMenu(menu) {
      for (const other of this.menus()) if (other !== menu) other.open = false;
      const name = menu.dataset.facet || "";
      const facet = this.facet(name);
      menu.querySelector(".pubs-options")?.remove();
      const options = make("div", { class: "pubs-options", role: "group", "aria-label": facet.label });
      if (this.isRange(name)) options.append(this.rangeForm());
      if (facet.terms.length > CHOICES) options.append(this.findBox(menu));
      options.append(make("ul"), make("p", { class: "pubs-more" }));
      menu.append(options);
      options.style.backgroundColor = `var(--pubs-ground, ${ground(this.form)})`;
      this.listOptions(menu);
    }

    rangeForm() {
      const field = (/** @type {"from" | "to"} */ name) => {
        const input = /** @type {HTMLInputElement} */ (
          make("input", { type: "text", inputmode: "numeric", name, size: "6", autocomplete: "off" })
        );
        input.value = this.state[name];
        return make("label", {}, `${this.word(name)} `, input);
      };
      return make("div", { class: "pubs-range" }, field("from"), field("to"));
    }

    /** @param {HTMLDetailsElement} menu */
    findBox(menu) {
      const box = make("input", { type: "search", class: "pubs-find", "aria-label": this.word("find"), placeholder: this.word("find") });
      box.addEventListener("input", () => this.listOptions(menu));
      return box;
    }

    /**
     * Put the choices into a menu: what is chosen first, then what most papers have.
     * @param {HTMLDetailsElement} menu
     */
    listOptions(menu) {
      const name = menu.dataset.facet || "";
      const facet = this.facet(name);
      const find = fold(menu.querySelector("input.pubs-find") instanceof HTMLInputElement ? /** @type {HTMLInputElement} */ (menu.querySelector("input.pubs-find")).value : "");
      const { counts } = this.tally(name);
      const chosen = new Set(this.state.chosen[name] || []);
      const numbers = [...facet.terms.keys()].filter((number) => !find || fold(this.label(name, facet.terms[number] || "")).includes(find));
      const weight = (/** @type {number} */ number) => (chosen.has(facet.terms[number] || "") ? Infinity : counts[number]);
      if (!this.isRange(name)) numbers.sort((one, other) => Math.sign(weight(other) - weight(one)) || one - other);
      const values = [...(facet.kind === "any" && !find ? [ANY] : []), ...numbers.slice(0, CHOICES).map((number) => facet.terms[number] || "")];
      menu.querySelector(".pubs-options ul")?.replaceChildren(...values.map((value) => this.option(name, value)));
      const more = numbers.length - CHOICES;
      setText(menu.querySelector(".pubs-more"), more > 0 ? this.word("more").replace("{}", written(more)) : "");
      this.tellOptions(menu);
    }

    /**
     * @param {string} name
     * @param {string} value
     */
    option(name, value) {
      const label = value === ANY ? this.word("any") : this.label(name, value);
      const box = make("input", { type: "checkbox", value });
      box.addEventListener("change", () =>
        this.change((state) => toggle(state, name, value, /** @type {HTMLInputElement} */ (box).checked)),
      );
      return make("li", {}, make("label", {}, box, make("span", { dir: "auto" }, label), make("span", { class: "pubs-tally" })));
    }

    /**
     * Bring the boxes and numbers of a menu up to date.
     * @param {HTMLDetailsElement} menu
     */
    tellOptions(menu) {
      const name = menu.dataset.facet || "";
      const facet = this.facet(name);
      const { counts, any } = this.tally(name);
      const places = new Map(facet.terms.map((term, number) => [term, number]));
      for (const box of menu.querySelectorAll("li input")) {
        if (!(box instanceof HTMLInputElement)) continue;
        const count = box.value === ANY ? any : counts[places.get(box.value) ?? -1] || 0;
        box.checked = (this.state.chosen[name] || []).includes(box.value);
        box.closest("li")?.classList.toggle("pubs-void", !count);
        setText(box.closest("li")?.querySelector(".pubs-tally"), written(count));
      }
      for (const field of menu.querySelectorAll(".pubs-range input"))
        if (field instanceof HTMLInputElement && field !== document.activeElement)
          field.value = field.name === "from" ? this.state.from : this.state.to;
    }

    // What readers do

    listen() {
      const { form } = this;
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("input", (event) => this.onInput(event));
      form.addEventListener("click", (event) => this.onClick(event));
      form.addEventListener("keydown", (event) => this.onKey(event));
      for (const menu of this.menus())
        menu.addEventListener("toggle", () => menu.open && this.openMenu(menu));
      document.addEventListener("click", (event) => {
        for (const menu of this.menus())
          if (event.target instanceof Node && document.contains(event.target) && !menu.contains(event.target)) menu.open = false;
      });
      addEventListener("popstate", () => this.onAddress());
      document.addEventListener("pubs:reveal", (event) => this.reveal(event.target));
      document.addEventListener("pubs:near", (event) => this.link(event.target));
      for (const list of new Set(this.hosts.map((host) => host.list))) this.listenTo(list);
    }

    /** @param {HTMLElement} element */
    listenTo(element) {
      element.addEventListener("click", (event) => this.onTerm(event));
      for (const header of element.querySelectorAll("th[data-column]")) this.makeSortable(header);
    }

    /** @param {Event} event */
    onInput(event) {
      const field = event.target;
      if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) return;
      const { name, value } = field;
      if (name === "search" || name === "sort" || name === "from" || name === "to")
        this.change((state) => void (state[name] = value), name !== "sort");
    }

    /** @param {Event} event */
    onClick(event) {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (button?.name === "clear") this.clear();
      if (button?.name === "abstracts") this.openAbstracts(button);
      if (button?.name === "download") this.download();
    }

    /** @param {KeyboardEvent} event */
    onKey(event) {
      const menu = event.target instanceof Element ? event.target.closest("details.pubs-menu") : null;
      if (event.key === "Escape" && menu instanceof HTMLDetailsElement && menu.open) {
        event.preventDefault();
        menu.open = false;
        menu.querySelector("summary")?.focus();
      }
    }

    clear() {
      this.change((state) => Object.assign(state, { ...this.empty(), sort: state.sort }));
      /** @type {HTMLElement | null} */ (this.form.querySelector("input, summary, select, button"))?.focus();
    }

    /**
     * Change what is chosen; `typed` changes that follow each other are one step back.
     * @param {(state: State) => void} how
     * @param {boolean} [typed]
     */
    change(how, typed = false) {
      how(this.state);
      if (!typed) this.typing = false;
      this.pushes ||= !(typed && this.typing);
      this.typing = typed;
      return this.apply();
    }

    /** @param {HTMLButtonElement} button */
    async openAbstracts(button) {
      const open = button.dataset.open !== "true";
      button.dataset.open = String(open);
      setText(button, this.word(open ? "close" : "open"));
      await each(this.rowOf.keys(), (entry) => {
        const fold = entry.querySelector("details.pubs-abstract");
        if (fold instanceof HTMLDetailsElement) fold.open = open;
      });
    }

    /** Save the BibTeX of what matches, as the page shows it. */
    async download() {
      /** @type {Map<number, string>} */
      const found = new Map();
      await each(this.rowOf, ([entry, row]) => {
        const source = this.fails[row] || found.has(row) ? null : entry.querySelector(".pubs-bibtex pre");
        if (source) found.set(row, `${source.textContent}\n`);
      });
      const others = this.source ? /** @type {string[]} */ (await load(this.source, "sources")) : [];
      const texts = this.sorted(this.matches()).flatMap((row) => found.get(row) || others[row] || []);
      const address = URL.createObjectURL(new Blob([texts.join("\n")], { type: "text/x-bibtex" }));
      const link = /** @type {HTMLAnchorElement} */ (make("a", { href: address, download: `${this.name}.bib` }));
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), SETTLE * 100);
    }

    // Entries

    /**
     * Show an entry or a group that an address leads to.
     * @param {EventTarget | null} target
     */
    async reveal(target) {
      if (!(target instanceof HTMLElement) || target.checkVisibility?.()) return;
      const mine = this.rowOf.has(target) || this.hosts.some(({ groups }) => groups.includes(target));
      if (!mine) return;
      // The name of the whole list is borne by its first group, which may rightly be away.
      if (location.hash === `#${this.name}`) return this.form.scrollIntoView({ block: "start" });
      if (target.hidden || this.fails[this.rowOf.get(target) ?? -1] || target.matches(".pubs-group")) {
        this.notice = this.word("shown");
        await this.change((state) => void Object.assign(state, this.empty()));
      }
      target.scrollIntoView({ block: "start" });
    }

    /**
     * Make links of the authors, venue and keywords of an entry that has come near.
     * @param {EventTarget | null} entry
     */
    link(entry) {
      const row = entry instanceof Element ? this.rowOf.get(entry) : undefined;
      if (row === undefined || !(entry instanceof Element)) return;
      this.linkTerms(row, "author", entry.querySelectorAll(".pubs-authors .pubs-author"));
      this.linkTerms(row, "venue", entry.querySelectorAll(".pubs-venue"));
      this.linkTerms(row, "keyword", entry.querySelectorAll(".pubs-keyword"));
    }

    /**
     * @param {number} row
     * @param {string} name
     * @param {NodeListOf<Element>} elements
     */
    linkTerms(row, name, elements) {
      const facet = this.index.facets[name];
      const terms = facet?.of[row] || [];
      if (!facet || terms.length !== elements.length) return;
      elements.forEach((element, place) => {
        const value = facet.terms[terms[place] ?? -1];
        if (value === undefined || element.querySelector("a")) return;
        const state = { ...this.empty(), chosen: { [name]: [value] } };
        const link = make("a", { class: "pubs-term", href: `?${this.parameters(state, new URLSearchParams())}`, title: this.word("by").replace("{}", this.label(name, value)) });
        link.dataset.facet = name;
        link.dataset.value = value;
        link.append(...element.childNodes);
        element.append(link);
      });
    }

    /** @param {MouseEvent} event */
    onTerm(event) {
      const link = event.target instanceof Element ? event.target.closest("a.pubs-term") : null;
      if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.change((state) => toggle(state, link.dataset.facet || "", link.dataset.value || "", true));
      this.form.scrollIntoView({ block: "nearest" });
    }

    /**
     * Let the header of a column sort.
     * @param {Element} header
     */
    makeSortable(header) {
      const column = header.getAttribute("data-column") || "";
      const sort = { title: "title", authors: "author", year: "newest", date: "newest" }[column];
      if (!sort || !Object.keys(this.index.ranks).length) return;
      for (const copied of header.querySelectorAll("button")) copied.replaceWith(...copied.childNodes);
      const button = make("button", { type: "button", class: "pubs-sorter", title: this.word("sorting").replace("{}", header.textContent || "") });
      button.append(...header.childNodes);
      header.append(button);
      button.addEventListener("click", () =>
        this.change((state) => void (state.sort = state.sort === sort && sort === "newest" ? "oldest" : sort)),
      );
    }

    // The address

    /**
     * What is chosen as parameters, beside those of others.
     * @param {State} state
     * @param {URLSearchParams} parameters
     */
    parameters(state, parameters) {
      for (const name of [...parameters.keys()]) if (name.startsWith(`${this.name}.`)) parameters.delete(name);
      const add = (/** @type {string} */ name, /** @type {string} */ value) => value && parameters.append(`${this.name}.${name}`, value);
      add("search", state.search.trim());
      add("from", state.from);
      add("to", state.to);
      for (const [name, values] of Object.entries(state.chosen)) for (const value of values) add(name, value);
      add("sort", state.sort);
      return parameters;
    }

    /** Write what is chosen into the address. */
    write() {
      const now = new URLSearchParams(location.search);
      const wanted = this.parameters(this.state, new URLSearchParams(location.search));
      if (String(now) === String(wanted)) return;
      const address = String(wanted) ? `?${wanted}` : location.pathname;
      if (this.pushes) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
      this.pushes = false;
      this.address = location.search;
    }

    /** Choose what the address says; what it says of terms that are none is passed over. */
    read() {
      this.address = location.search;
      const parameters = new URLSearchParams(location.search);
      const get = (/** @type {string} */ name) => (parameters.get(`${this.name}.${name}`) || "").slice(0, 1000);
      const year = (/** @type {string} */ name) => (/^-?\d{1,6}$/.test(get(name)) && this.hasRange() ? get(name) : "");
      this.state = { search: this.form.elements.namedItem("search") ? get("search") : "", sort: this.sortOf(get("sort")), from: year("from"), to: year("to"), chosen: {} };
      for (const [name, facet] of Object.entries(this.index.facets)) {
        const known = new Set(facet.kind === "any" ? [...facet.terms, ANY] : facet.terms);
        const values = new Set(parameters.getAll(`${this.name}.${name}`).filter((value) => known.has(value)));
        if (values.size) this.state.chosen[name] = [...values];
      }
    }

    hasRange() {
      return Object.keys(this.index.facets).some((name) => this.isRange(name));
    }

    /** @param {string} sort */
    sortOf(sort) {
      const field = this.form.elements.namedItem("sort");
      return field instanceof HTMLSelectElement && [...field.options].some(({ value }) => value === sort) ? sort : "";
    }

    /** Follow the address back or forward; a mere change of its fragment means nothing here. */
    onAddress() {
      if (location.search === this.address) return;
      this.read();
      this.typing = false;
      this.apply();
    }
  }

  /**
   * Choose a value of a facet, or take it back.
   * @param {State} state
   * @param {string} name
   * @param {string} value
   * @param {boolean} chosen
   */
  function toggle(state, name, value, chosen) {
    const others = (state.chosen[name] || []).filter((other) => other !== value);
    state.chosen[name] = chosen ? [...others, value] : others;
  }

  /**
   * @param {Element | null | undefined} element
   * @param {string} text
   */
  function setText(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  /**
   * Let an entry outside its group say its year.
   * @param {HTMLElement} entry
   * @param {string} year
   */
  function showYear(entry, year) {
    if (!year || entry.querySelector(".pubs-year, td")) return;
    const place = entry.querySelector(".pubs-venue")?.parentElement || entry.querySelector(".pubs-title")?.parentElement;
    place?.append(make("span", { class: "pubs-year pubs-added" }, year));
  }

  /**
   * The colour behind an element, since a menu that covers others needs a ground of its own.
   * @param {Element | null} element
   */
  function ground(element) {
    for (; element; element = element.parentElement) {
      const { backgroundColor } = getComputedStyle(element);
      if (!/^transparent$|[,/]\s*0\)$/.test(backgroundColor)) return backgroundColor;
    }
    return "Canvas";
  }

  // Lists on several pages

  /**
   * Load a script file of a list on several pages, and return what it holds.
   * @param {Source} source
   * @param {"source" | "sources"} which
   * @returns {Promise<unknown>}
   */
  function load(source, which) {
    const name = which === "source" ? source.name : `${source.name}.bib`;
    const lists = /** @type {{pubsLists?: Record<string, unknown>}} */ (globalThis);
    return new Promise((resolve, reject) => {
      if (lists.pubsLists?.[name]) return resolve(lists.pubsLists[name]);
      const script = make("script", { src: source.root + source[which] });
      script.addEventListener("load", () => resolve(lists.pubsLists?.[name]));
      script.addEventListener("error", reject);
      document.head.append(script);
    });
  }

  /**
   * The bar of a list on several pages: it works when the index is there, which is fetched when a reader
   * turns to the bar, or the address asks something of it.
   * @param {HTMLFormElement} form
   * @param {Source} source
   */
  function whenNeeded(form, source) {
    const field = form.querySelector(".pubs-count");
    let asked = false;
    const begin = async () => {
      if (asked) return;
      asked = true;
      setText(field, source.words.loading || "");
      const index = /** @type {Index} */ (await load(source, "source"));
      new Bar(form, index, source);
      const place = index.entries?.places.find((place) => place.endsWith(location.hash));
      if (isLost() && place) location.replace(source.root + place);
    };
    const isLost = () => location.hash.startsWith("#pub-") && !document.getElementById(location.hash.slice(1));
    form.hidden = false;
    for (const event of ["focusin", "pointerenter", "input"]) form.addEventListener(event, begin);
    addEventListener("hashchange", () => isLost() && begin());
    if (isLost() || [...new URLSearchParams(location.search).keys()].some((name) => name.startsWith(`${form.dataset.list}.`)))
      begin();
  }

  for (const form of document.querySelectorAll("form.pubs-filter")) {
    if (!(form instanceof HTMLFormElement)) continue;
    const data = document.querySelector(`script.pubs-index[data-list="${CSS.escape(form.dataset.list || "")}"]`);
    const index = JSON.parse(data?.textContent || "{}");
    if (index.source) whenNeeded(form, index);
    else if (index.keys) new Bar(form, index);
  }
})();
