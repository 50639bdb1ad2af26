// @ts-check
/* The bar above a list: search, menus, order, and the address that says what is chosen.

   What matches is worked out in pubs-matching.js, pubs-places.js knows where entries stand, pubs-menus.js
   has the menus. What the server knows comes as JSON (see render/browser.py); nothing of it becomes markup. */
(() => {
  "use strict";

  const { Matching, empty, fromParameters, isBusy, ownParameters, toParameters, toggle } = pubsMatching;
  const { Host, each, hostsOf, make, setText } = pubsPlaces;
  const { Chips, Menus, checkYear } = pubsMenus;

  /**
   * @typedef {InstanceType<typeof Host>} Place
   * @typedef {{name: string, root: string, source: string, sources: string, count: number,
   *   words: Record<string, string>}} Source
   * @typedef {{host: Place, rows: number[], entryOf: (row: number) => HTMLElement}} Placed
   */

  /** The pause after which a reader has stopped typing, in milliseconds. */
  const SETTLE = 300;

  /** The columns of a table by which readers can sort. */
  /** @type {Record<string, string>} */
  const SORTED_BY = { title: "title", authors: "author", year: "newest", date: "newest" };

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

  /**
   * @param {Place} host
   * @returns {Placed}
   */
  function nothingIn(host) {
    return { host, rows: [], entryOf: () => host.element };
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
      this.index = index;
      this.words = index.words;
      this.written = written;
      this.name = form.dataset.list || "";
      this.matching = new Matching(index);
      this.state = empty();
      /** @type {Place[]} */
      this.hosts = [];
      /** @type {Place | null} */
      this.flat = null;
      this.pages = /** @type {NodeListOf<HTMLElement>} */ (
        document.querySelectorAll(`.pubs-pages[data-list="${CSS.escape(this.name)}"]`)
      );
      /** @type {Map<Element, number>} */
      this.rowOf = new Map();
      /** @type {Map<number, HTMLElement>} */
      this.firstOf = new Map();
      /** @type {Map<number, HTMLElement>} */
      this.elsewhere = new Map();
      this.turn = 0;
      this.timer = 0;
      this.touched = false;
      this.typing = false;
      this.pushes = false;
      this.notice = "";
      this.address = "";
      this.focused = "";
      this.begin();
    }

    /** Find the entries, show the bar, follow the address; then learn the abstracts. */
    async begin() {
      const rows = new Map(this.index.keys.map((key, row) => [key, row]));
      for (const list of document.querySelectorAll(`.pubs-list[data-list="${CSS.escape(this.name)}"]`))
        for (const host of hostsOf(/** @type {HTMLElement} */ (list))) {
          this.hosts.push(host);
          await each((host.rows || host.element).children, (child) => this.know(host, child, rows));
        }
      const search = this.value("search"); // while the list was still being loaded
      this.read();
      if (search) this.state.search = search;
      this.menus = new Menus(this, this.matching);
      this.chips = new Chips(this, this.matching);
      this.listen();
      this.form.hidden = false;
      this.apply();
      await this.learn();
    }

    /**
     * @param {Place} host
     * @param {Element} child
     * @param {Map<string, number>} rows
     */
    know(host, child, rows) {
      const row = rows.get(child.getAttribute("data-key") || "");
      if (row === undefined) return;
      host.entries.set(row, /** @type {HTMLElement} */ (child));
      host.order.push(row);
      this.rowOf.set(child, row);
      if (!this.firstOf.has(row)) this.firstOf.set(row, /** @type {HTMLElement} */ (child));
    }

    /** Add the abstracts that the page shows to the search words. */
    async learn() {
      if (this.source) return; // the index of a list on several pages has them
      await each(this.firstOf, ([row, entry]) => {
        const abstract = entry.querySelector(".pubs-abstract > div");
        if (abstract) this.matching.learn(row, abstract.textContent || "");
      });
      if (this.state.search) this.apply();
    }

    // What is shown

    /** Bring the page into the state that is wanted. */
    apply() {
      this.matching.match(this.state);
      this.touched ||= isBusy(this.state);
      this.tell();
      return this.touched ? this.show() : undefined;
    }

    /** Show what matches, from the top down; a change that comes meanwhile takes over. */
    async show() {
      const turn = (this.turn += 1);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.settle(), SETTLE);
      const whole = this.state.sort || (this.source && isBusy(this.state));
      const wanted = whole ? this.inOneList() : this.inGroups();
      for (const pages of this.pages) pages.hidden = Boolean(whole);
      const around = (/** @type {Place} */ host) => [host.list, ...host.groups];
      const full = new Set(wanted.flatMap(({ host, rows }) => (rows.length ? around(host) : [])));
      for (const element of full) element.hidden = false;
      if (whole) this.focusAgain();
      const steps = function* () {
        for (const { host, rows, entryOf } of wanted) yield* host.show(rows, entryOf);
      };
      if (!(await each(steps(), () => undefined, () => turn !== this.turn))) return;
      for (const element of wanted.flatMap(({ host }) => around(host))) element.hidden = !full.has(element);
      if (whole) this.flatHost().element.dispatchEvent(new CustomEvent("pubs:placed", { bubbles: true }));
    }

    /** @returns {Placed[]} */
    inGroups() {
      const { fails } = this.matching;
      const listed = this.hosts.map((host) => ({
        host,
        rows: host.order.filter((row) => !fails[row]),
        entryOf: (/** @type {number} */ row) => /** @type {HTMLElement} */ (host.entries.get(row)),
      }));
      return this.flat ? [...listed, nothingIn(this.flat)] : listed;
    }

    /** @returns {Placed[]} */
    inOneList() {
      const flat = this.flatHost();
      const rows = this.matching.matches().filter((row) => this.source || this.firstOf.has(row));
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
      const known = this.elsewhere.get(row);
      if (known || !this.index.entries) return known || make("article");
      const { titles, people, venues, places } = this.index.entries;
      const link = make("a", { href: `${this.source?.root}${places[row]}` }, titles[row] || "");
      const bar = () => make("span", { class: "pubs-separator", "aria-hidden": "true" }, " | ");
      const person = (/** @type {string} */ name) => make("bdi", { class: "pubs-author" }, name);
      const authors = (people[row] || []).flatMap((name, place) => (place ? [bar(), person(name)] : [person(name)]));
      const venue = venues[row] ? [make("span", { class: "pubs-venue" }, venues[row] || "")] : [];
      const year = this.index.years[row] ? [make("span", { class: "pubs-year" }, this.index.years[row] || "")] : [];
      const entry = make(
        "article",
        { class: "pubs-entry pubs-elsewhere", "data-key": this.index.keys[row] || "" },
        make("p", {}, make("strong", { class: "pubs-title", dir: "auto" }, link)),
        make("p", { class: "pubs-authors" }, ...authors),
        make("p", {}, ...venue, ...(venue.length && year.length ? [", "] : []), ...year),
      );
      this.elsewhere.set(row, entry);
      this.rowOf.set(entry, row);
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
        this.tellHeads();
      }
      return this.flat || /** @type {Place} */ (first);
    }

    // What is said

    /** Write the address and tell those who listen, when the reader has paused. */
    settle() {
      this.write();
      setText(this.form.querySelector(".pubs-live"), this.notice || this.summary());
      this.notice = "";
    }

    /** What is left, in words. */
    summary() {
      const { left, count } = this.matching;
      if (!left) return this.word("none");
      return this.word(left === count ? "all" : "some").replace("{shown}", written(left)).replace("{all}", written(count));
    }

    /** @param {string} name */
    word(name) {
      return this.words[name] || "";
    }

    /** Let the bar say what is chosen and what is left. */
    tell() {
      const none = this.touched && !this.matching.left;
      setText(this.form.querySelector(".pubs-count"), none ? "" : this.summary());
      const place = this.form.querySelector(".pubs-none");
      if (place instanceof HTMLElement) place.hidden = !none;
      const download = this.form.elements.namedItem("download");
      if (download instanceof HTMLButtonElement) download.disabled = !this.matching.left;
      this.setField("search", this.state.search);
      this.setField("sort", this.state.sort);
      this.menus?.tell();
      this.chips?.tell();
      this.tellHeads();
    }

    /** Let the heads of columns say which of them sorts. */
    tellHeads() {
      const { sort } = this.state;
      for (const list of this.sortable())
        for (const head of list.querySelectorAll("th[data-column]")) {
          const by = SORTED_BY[head.getAttribute("data-column") || ""];
          const sorts = by && (by === sort || (by === "newest" && sort === "oldest"));
          if (sorts) head.setAttribute("aria-sort", sort === "newest" ? "descending" : "ascending");
          else head.removeAttribute("aria-sort");
        }
    }

    /** The lists whose heads sort: the first, and the one without groups. */
    sortable() {
      const [first] = this.hosts;
      return [first, this.flat].flatMap((host) => (host ? [host.list] : []));
    }

    /** Give the focus back to the head of a column, where the table with it is another now. */
    focusAgain() {
      const head = this.focused && this.flatHost().list.querySelector(`th[data-column="${this.focused}"] button`);
      if (head instanceof HTMLElement) head.focus({ preventScroll: true });
      this.focused = "";
    }

    /** @param {string} name */
    value(name) {
      const field = this.form.elements.namedItem(name);
      return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : "";
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

    // What readers do

    listen() {
      const { form } = this;
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("input", (event) => this.onInput(event));
      form.addEventListener("click", (event) => this.onClick(event));
      addEventListener("popstate", () => this.onAddress());
      document.addEventListener("pubs:reveal", (event) => this.reveal(event.target));
      document.addEventListener("pubs:near", (event) => this.link(event.target));
      for (const list of new Set(this.hosts.map((host) => host.list))) {
        this.listenTo(list);
        for (const entry of list.querySelectorAll("[data-near]")) this.link(entry);
      }
    }

    /** @param {HTMLElement} list */
    listenTo(list) {
      list.addEventListener("click", (event) => this.onTerm(event));
      if (this.sortable().includes(list))
        for (const head of list.querySelectorAll("th[data-column]")) this.makeSortable(head);
      else for (const copied of list.querySelectorAll("th button")) copied.replaceWith(...copied.childNodes);
    }

    /** @param {Event} event */
    onInput(event) {
      const field = event.target;
      if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) return;
      const { name } = field;
      if (name === "search" || name === "sort") this.change((state) => void (state[name] = field.value), name === "search");
      if ((name === "from" || name === "to") && field instanceof HTMLInputElement) {
        const year = checkYear(field);
        this.change((state) => void (state[name] = year), true);
      }
    }

    /** @param {Event} event */
    onClick(event) {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (button?.name === "clear") this.clear();
      if (button?.name === "abstracts") this.openAbstracts(button);
      if (button?.name === "download") this.download();
    }

    clear() {
      this.change((state) => Object.assign(state, { ...empty(), sort: state.sort }));
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
        const source = this.matching.fails[row] || found.has(row) ? null : entry.querySelector(".pubs-bibtex pre");
        if (source) found.set(row, `${source.textContent}\n`);
      });
      const others = this.source ? await load(this.source, "sources") : [];
      if (!Array.isArray(others)) return setText(this.form.querySelector(".pubs-live"), this.word("unloaded"));
      const texts = this.matching.matches().flatMap((row) => found.get(row) || others[row] || []);
      const address = URL.createObjectURL(new Blob([texts.join("\n")], { type: "text/x-bibtex" }));
      const link = /** @type {HTMLAnchorElement} */ (make("a", { href: address, download: `${this.name}.bib` }));
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), SETTLE * 100);
    }

    // Entries

    /**
     * Show an entry or a group that an address leads to; that address stays the one to come back to.
     * @param {EventTarget | null} target
     */
    async reveal(target) {
      if (!(target instanceof HTMLElement) || target.checkVisibility?.()) return;
      const mine = this.rowOf.has(target) || this.hosts.some(({ groups }) => groups.includes(target));
      if (!mine) return;
      // The name of the whole list is borne by its first group, which may rightly be away.
      if (location.hash === `#${this.name}`) return this.form.scrollIntoView({ block: "start" });
      if (target.hidden || this.matching.fails[this.rowOf.get(target) ?? -1] || target.matches(".pubs-group")) {
        this.notice = this.word("shown");
        const shown = this.change((state) => void Object.assign(state, empty()));
        this.pushes = false;
        await shown;
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
        const parameters = toParameters(this.name, { ...empty(), chosen: { [name]: [value] } }, location.search);
        const title = this.word("by").replace("{}", this.matching.label(name, value));
        const link = make("a", { class: "pubs-term", href: `?${parameters}`, title });
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
     * Let the head of a column sort.
     * @param {Element} head
     */
    makeSortable(head) {
      const column = head.getAttribute("data-column") || "";
      const sort = SORTED_BY[column];
      for (const copied of head.querySelectorAll("button")) copied.replaceWith(...copied.childNodes);
      if (!sort || !Object.keys(this.index.ranks).length) return;
      const title = this.word("sorting").replace("{}", head.textContent || "");
      const button = make("button", { type: "button", class: "pubs-sorter", title });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        this.focused = column;
        this.change((state) => void (state.sort = state.sort === sort && sort === "newest" ? "oldest" : sort));
      });
    }

    // The address

    /** Write what is chosen into the address; a fragment that leads to what is not shown any more is left out. */
    write() {
      const wanted = String(toParameters(this.name, this.state, location.search));
      if (String(new URLSearchParams(location.search)) !== wanted) {
        const place = document.getElementById(location.hash.slice(1));
        const gone = place && this.matching.fails[this.rowOf.get(place) ?? -1];
        const address = `${location.pathname}${wanted && `?${wanted}`}${gone ? "" : location.hash}`;
        if (this.pushes) history.pushState(null, "", address);
        else history.replaceState(null, "", address);
      }
      this.pushes = false;
      this.address = ownParameters(this.name, location.search);
    }

    /** Choose what the address says; what the bar has no control for is passed over. */
    read() {
      this.address = ownParameters(this.name, location.search);
      this.state = fromParameters(this.name, this.matching, location.search);
      if (!this.form.elements.namedItem("search")) this.state.search = "";
      const sorts = this.form.elements.namedItem("sort");
      const known = sorts instanceof HTMLSelectElement ? [...sorts.options].map(({ value }) => value) : [];
      if (!known.includes(this.state.sort)) this.state.sort = "";
    }

    /** Follow the address back or forward; what it says of other lists, or its fragment, means nothing here. */
    onAddress() {
      if (ownParameters(this.name, location.search) === this.address) return;
      this.read();
      this.typing = this.pushes = false;
      this.apply();
    }
  }

  /**
   * Let an entry outside its group say its year.
   * @param {HTMLElement} entry
   * @param {string} year
   */
  function showYear(entry, year) {
    if (!year || entry.querySelector(".pubs-year, .pubs-column-year")) return;
    const beside = entry.querySelector(".pubs-venue") || entry.querySelector(".pubs-title");
    beside?.parentElement?.append(make("span", { class: "pubs-year pubs-added" }, year));
  }

  // Lists on several pages

  /**
   * Load a script file of a list on several pages, and return what it holds; nothing where that fails.
   * @param {Source} source
   * @param {"source" | "sources"} which
   * @returns {Promise<unknown>}
   */
  function load(source, which) {
    const name = which === "source" ? source.name : `${source.name}.bib`;
    const lists = /** @type {{pubsLists?: Record<string, unknown>}} */ (globalThis);
    return new Promise((resolve) => {
      const found = () => resolve(lists.pubsLists?.[name]);
      if (lists.pubsLists?.[name]) return found();
      const script = make("script", { src: source.root + source[which] });
      script.addEventListener("load", found);
      script.addEventListener("error", found);
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
      const index = /** @type {Index | undefined} */ (await load(source, "source"));
      if (!index) {
        setText(field, source.words.unloaded || "");
        asked = false; // the next event tries again
        return;
      }
      new Bar(form, index, source);
      const place = index.entries?.places.find((place) => place.endsWith(location.hash));
      if (isLost() && place) location.replace(source.root + place);
    };
    const isLost = () => location.hash.startsWith("#pub-") && !document.getElementById(location.hash.slice(1));
    setText(field, (source.words.all || "").replace("{all}", written(source.count)));
    form.hidden = false;
    for (const event of ["focusin", "pointerenter", "input"]) form.addEventListener(event, begin);
    addEventListener("hashchange", () => isLost() && begin());
    if (isLost() || ownParameters(form.dataset.list || "", location.search) !== "[]") begin();
  }

  for (const form of document.querySelectorAll("form.pubs-filter")) {
    if (!(form instanceof HTMLFormElement)) continue;
    const data = document.querySelector(`script.pubs-index[data-list="${CSS.escape(form.dataset.list || "")}"]`);
    const index = JSON.parse(data?.textContent || "{}");
    if (index.source) whenNeeded(form, index);
    else if (index.keys) new Bar(form, index);
  }
})();
