// @ts-check
/* The filter bar above a list: search, menus and sorting, with the state in the URL.

   pubs-matching.js finds matching papers, pubs-places.js shows entries on the page, and pubs-menus.js contains
   the menus. The data of the server is JSON (see render/browser_data.py); none of it is inserted as markup. */
(() => {
  "use strict";

  const { Matching, empty, fromParameters, hasConditions, listParameters, toParameters, toggle } = pubsMatching;
  const { EntryHost, findHosts, forEachInSlices, make, setText } = pubsPlaces;
  const { Chips, Menus, checkYear } = pubsMenus;

  /**
   * @typedef {InstanceType<typeof EntryHost>} Host
   * @typedef {{name: string, root: string, source: string, sources: string, count: number,
   *   words: Record<string, string>}} Source
   * @typedef {{host: Host, rows: number[], entryOf: (row: number) => HTMLElement}} Placement
   */

  /** The pause after which typing is considered finished, in milliseconds. */
  const TYPING_PAUSE = 300;

  /** The columns of a table by which readers can sort. */
  /** @type {Record<string, string>} */
  const SORTED_BY = { title: "title", authors: "author", year: "newest", date: "newest" };

  /** The number format of the page's language. */
  const numbers = (() => {
    try {
      return new Intl.NumberFormat(document.documentElement.lang || undefined);
    } catch {
      return new Intl.NumberFormat(); // the language of a page may be invalid
    }
  })();

  /** @param {number} number */
  const formatNumber = (number) => numbers.format(number);

  /**
   * @param {Host} host
   * @returns {Placement}
   */
  function emptyPlacement(host) {
    return { host, rows: [], entryOf: () => host.element };
  }

  /** A list with its filter bar. */
  class Bar {
    /**
     * Create the bar of a list; for a list on several pages, `source` locates the data of the other pages.
     * @param {HTMLFormElement} form
     * @param {Index} index
     * @param {Source | null} source
     */
    constructor(form, index, source = null) {
      this.form = form;
      this.source = source;
      this.index = index;
      this.words = index.words;
      this.formatNumber = formatNumber;
      this.name = form.dataset.list || "";
      this.matching = new Matching(index);
      this.state = empty();
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
      /** @type {Map<number, HTMLElement>} */
      this.remoteEntries = new Map();
      this.turn = 0;
      this.timer = 0;
      this.touched = false;
      this.typing = false;
      this.pushes = false;
      this.notice = "";
      this.address = "";
      this.focused = "";
      this.start();
    }

    /** Find the entries, show the bar and apply the URL; then index the abstracts. */
    async start() {
      const rows = new Map(this.index.keys.map((key, row) => [key, row]));
      for (const list of document.querySelectorAll(`.pubs-list[data-list="${CSS.escape(this.name)}"]`))
        for (const host of findHosts(/** @type {HTMLElement} */ (list))) {
          this.hosts.push(host);
          await forEachInSlices((host.rows || host.element).children, (child) => this.addEntry(host, child, rows));
        }
      const search = this.value("search"); // entered while the list was being loaded
      this.readAddress();
      if (search) this.state.search = search;
      this.menus = new Menus(this, this.matching);
      this.chips = new Chips(this, this.matching);
      this.listen();
      this.form.hidden = false;
      this.apply();
      await this.indexAbstracts();
    }

    /**
     * @param {Host} host
     * @param {Element} child
     * @param {Map<string, number>} rows
     */
    addEntry(host, child, rows) {
      const row = rows.get(child.getAttribute("data-key") || "");
      if (row === undefined) return;
      host.entries.set(row, /** @type {HTMLElement} */ (child));
      host.order.push(row);
      this.rowOf.set(child, row);
      if (!this.firstOf.has(row)) this.firstOf.set(row, /** @type {HTMLElement} */ (child));
    }

    /** Add the abstracts on the page to the search words. */
    async indexAbstracts() {
      if (this.source) return; // the index of a list on several pages includes them
      await forEachInSlices(this.firstOf, ([row, entry]) => {
        const abstract = entry.querySelector(".pubs-abstract > div");
        if (abstract) this.matching.addText(row, abstract.textContent || "");
      });
      if (this.state.search) this.apply();
    }

    // Showing entries

    /** Update the page to the current state. */
    apply() {
      this.matching.match(this.state);
      this.touched ||= hasConditions(this.state);
      this.update();
      return this.touched ? this.show() : undefined;
    }

    /** Show the matching entries from the top down, until a later change starts over. */
    async show() {
      const turn = (this.turn += 1);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.announce(), TYPING_PAUSE);
      const isSingleList = this.state.sort || (this.source && hasConditions(this.state));
      const placements = isSingleList ? this.singleListPlacements() : this.groupedPlacements();
      for (const pages of this.pages) pages.hidden = Boolean(isSingleList);
      const around = (/** @type {Host} */ host) => [host.list, ...host.groups];
      const full = new Set(placements.flatMap(({ host, rows }) => (rows.length ? around(host) : [])));
      for (const element of full) element.hidden = false;
      if (isSingleList) this.restoreFocus();
      const steps = function* () {
        for (const { host, rows, entryOf } of placements) yield* host.show(rows, entryOf);
      };
      if (!(await forEachInSlices(steps(), () => undefined, () => turn !== this.turn))) return;
      for (const element of placements.flatMap(({ host }) => around(host))) element.hidden = !full.has(element);
      if (isSingleList) this.getFlatHost().element.dispatchEvent(new CustomEvent("pubs:placed", { bubbles: true }));
    }

    /** @returns {Placement[]} */
    groupedPlacements() {
      const { failCounts } = this.matching;
      const listed = this.hosts.map((host) => ({
        host,
        rows: host.order.filter((row) => !failCounts[row]),
        entryOf: (/** @type {number} */ row) => /** @type {HTMLElement} */ (host.entries.get(row)),
      }));
      return this.flat ? [...listed, emptyPlacement(this.flat)] : listed;
    }

    /** @returns {Placement[]} */
    singleListPlacements() {
      const flat = this.getFlatHost();
      const rows = this.matching.matches().filter((row) => this.source || this.firstOf.has(row));
      const others = this.hosts.filter((host) => host !== flat);
      return [{ host: flat, rows, entryOf: (row) => this.ungroupedEntry(row) }, ...others.map(emptyPlacement)];
    }

    /**
     * Return the entry of a paper outside its group, with its year added.
     * @param {number} row
     */
    ungroupedEntry(row) {
      const entry = this.firstOf.get(row);
      if (!entry) return this.remoteEntry(row);
      showYear(entry, this.index.years[row] || "");
      return entry;
    }

    /**
     * Return the entry of a paper on another page, from the HTML in the data of the list; its title links there.
     * @param {number} row
     */
    remoteEntry(row) {
      const existing = this.remoteEntries.get(row);
      if (existing || !this.index.entries) return existing || make("article");
      const { html, places } = this.index.entries;
      // Scripts do not run in a parsed document, and nothing is loaded.
      const parsed = new DOMParser().parseFromString(html[row] || "", "text/html").querySelector(".pubs-entry");
      const entry = parsed ? /** @type {HTMLElement} */ (document.importNode(parsed, true)) : make("article");
      entry.querySelector(".pubs-title a")?.setAttribute("href", `${this.source?.root}${places[row]}`);
      this.remoteEntries.set(row, entry);
      this.rowOf.set(entry, row);
      return entry;
    }

    /** Return the host for a list without groups: the list itself, or one created for it. */
    getFlatHost() {
      const [first] = this.hosts;
      if (!this.flat && first && (this.hosts.length > 1 || first.groups.length)) {
        const list = first.cloneEmpty();
        this.form.after(list);
        this.flat = new EntryHost(list, list);
        this.listenTo(list);
        this.updateHeads();
      }
      return this.flat || /** @type {Host} */ (first);
    }

    // Messages

    /** Update the URL and the live region, after the reader has stopped typing. */
    announce() {
      this.writeAddress();
      setText(this.form.querySelector(".pubs-live"), this.notice || this.summary());
      this.notice = "";
    }

    /** Return the number of matching papers, in words. */
    summary() {
      const { matchCount, count } = this.matching;
      if (!matchCount) return this.word("none");
      return this.word(matchCount === count ? "all" : "some").replace("{shown}", formatNumber(matchCount)).replace("{all}", formatNumber(count));
    }

    /** @param {string} name */
    word(name) {
      return this.words[name] || "";
    }

    /** Update the bar to the state and the number of matching papers. */
    update() {
      const none = this.touched && !this.matching.matchCount;
      setText(this.form.querySelector(".pubs-count"), none ? "" : this.summary());
      const message = this.form.querySelector(".pubs-none");
      if (message instanceof HTMLElement) message.hidden = !none;
      const download = this.form.elements.namedItem("download");
      if (download instanceof HTMLButtonElement) download.disabled = !this.matching.matchCount;
      this.setField("search", this.state.search);
      this.setField("sort", this.state.sort);
      this.menus?.update();
      this.chips?.update();
      this.updateHeads();
    }

    /** Update the sort indicators of column headers. */
    updateHeads() {
      const { sort } = this.state;
      for (const list of this.sortable())
        for (const head of list.querySelectorAll("th[data-column]")) {
          const by = SORTED_BY[head.getAttribute("data-column") || ""];
          const sorts = by && (by === sort || (by === "newest" && sort === "oldest"));
          if (sorts) head.setAttribute("aria-sort", sort === "newest" ? "descending" : "ascending");
          else head.removeAttribute("aria-sort");
        }
    }

    /** Return the lists with sortable column headers: the first, and the one without groups. */
    sortable() {
      const [first] = this.hosts;
      return [first, this.flat].flatMap((host) => (host ? [host.list] : []));
    }

    /** Restore the focus to a column header if its table was replaced. */
    restoreFocus() {
      const head = this.focused && this.getFlatHost().list.querySelector(`th[data-column="${this.focused}"] button`);
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

    // Events

    listen() {
      const { form } = this;
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("input", (event) => this.onInput(event));
      form.addEventListener("click", (event) => this.onClick(event));
      addEventListener("popstate", () => this.onAddress());
      document.addEventListener("pubs:reveal", (event) => this.reveal(event.target));
      document.addEventListener("pubs:near", (event) => this.linkEntry(event.target));
      for (const list of new Set(this.hosts.map((host) => host.list))) {
        this.listenTo(list);
        for (const entry of list.querySelectorAll("[data-near]")) this.linkEntry(entry);
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
     * Change the state; successive `typed` changes are one entry in the browser's history.
     * @param {(state: State) => void} modify
     * @param {boolean} [typed]
     */
    change(modify, typed = false) {
      modify(this.state);
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
      await forEachInSlices(this.rowOf.keys(), (entry) => {
        const fold = entry.querySelector("details.pubs-abstract");
        if (fold instanceof HTMLDetailsElement) fold.open = open;
      });
    }

    /** Save the BibTeX of the matching papers, as shown on the page. */
    async download() {
      /** @type {Map<number, string>} */
      const entriesByRow = new Map();
      await forEachInSlices(this.rowOf, ([entry, row]) => {
        const source = this.matching.failCounts[row] || entriesByRow.has(row) ? null : entry.querySelector(".pubs-bibtex pre");
        if (source) entriesByRow.set(row, `${source.textContent}\n`);
      });
      const others = this.source ? await loadScript(this.source, "sources") : [];
      if (!Array.isArray(others)) return setText(this.form.querySelector(".pubs-live"), this.word("unloaded"));
      const texts = this.matching.matches().flatMap((row) => entriesByRow.get(row) || others[row] || []);
      const address = URL.createObjectURL(new Blob([texts.join("\n")], { type: "text/x-bibtex" }));
      const link = /** @type {HTMLAnchorElement} */ (make("a", { href: address, download: `${this.name}.bib` }));
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), TYPING_PAUSE * 100);
    }

    // Entries

    /**
     * Show an entry or a group that is the target of the URL, without a new history entry.
     * @param {EventTarget | null} target
     */
    async reveal(target) {
      if (!(target instanceof HTMLElement) || target.checkVisibility?.()) return;
      const isOwn = this.rowOf.has(target) || this.hosts.some(({ groups }) => groups.includes(target));
      if (!isOwn) return;
      // The first group has the id of the list, and may be hidden.
      if (location.hash === `#${this.name}`) return this.form.scrollIntoView({ block: "start" });
      if (target.hidden || this.matching.failCounts[this.rowOf.get(target) ?? -1] || target.matches(".pubs-group")) {
        this.notice = this.word("shown");
        const update = this.change((state) => void Object.assign(state, empty()));
        this.pushes = false;
        await update;
      }
      target.scrollIntoView({ block: "start" });
    }

    /**
     * Link the authors, venue and keywords of an entry near the screen to filters.
     * @param {EventTarget | null} entry
     */
    linkEntry(entry) {
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
      elements.forEach((element, index) => {
        const value = facet.terms[terms[index] ?? -1];
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
     * Make a column header a button for sorting.
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

    // The URL

    /** Write the state to the URL, without a fragment for a target that is hidden now. */
    writeAddress() {
      const parameters = String(toParameters(this.name, this.state, location.search));
      if (String(new URLSearchParams(location.search)) !== parameters) {
        const target = document.getElementById(location.hash.slice(1));
        const isHidden = target && this.matching.failCounts[this.rowOf.get(target) ?? -1];
        const address = `${location.pathname}${parameters && `?${parameters}`}${isHidden ? "" : location.hash}`;
        if (this.pushes) history.pushState(null, "", address);
        else history.replaceState(null, "", address);
      }
      this.pushes = false;
      this.address = listParameters(this.name, location.search);
    }

    /** Read the state from the URL; parameters without a control are ignored. */
    readAddress() {
      this.address = listParameters(this.name, location.search);
      this.state = fromParameters(this.name, this.matching, location.search);
      if (!this.form.elements.namedItem("search")) this.state.search = "";
      const sorts = this.form.elements.namedItem("sort");
      const sortOptions = sorts instanceof HTMLSelectElement ? [...sorts.options].map(({ value }) => value) : [];
      if (!sortOptions.includes(this.state.sort)) this.state.sort = "";
    }

    /** Apply the URL after navigation; fragments and parameters of other lists are ignored. */
    onAddress() {
      if (listParameters(this.name, location.search) === this.address) return;
      this.readAddress();
      this.typing = this.pushes = false;
      this.apply();
    }
  }

  /**
   * Add the year to an entry outside its group.
   * @param {HTMLElement} entry
   * @param {string} year
   */
  function showYear(entry, year) {
    if (!year || entry.querySelector(".pubs-year, .pubs-column-year")) return;
    const neighbor = entry.querySelector(".pubs-venue") || entry.querySelector(".pubs-title");
    neighbor?.parentElement?.append(make("span", { class: "pubs-year pubs-added" }, year));
  }

  // Lists on several pages

  /**
   * Load a script file of a list on several pages, and return its value, or undefined on failure.
   * @param {Source} source
   * @param {"source" | "sources"} which
   * @returns {Promise<unknown>}
   */
  function loadScript(source, which) {
    const name = which === "source" ? source.name : `${source.name}.bib`;
    const lists = /** @type {{pubsLists?: Record<string, unknown>}} */ (globalThis);
    return new Promise((resolve) => {
      const finish = () => resolve(lists.pubsLists?.[name]);
      if (lists.pubsLists?.[name]) return finish();
      const script = make("script", { src: source.root + source[which] });
      script.addEventListener("load", finish);
      script.addEventListener("error", finish);
      document.head.append(script);
    });
  }

  /**
   * Start the bar of a list on several pages once its index is needed: when a reader uses the bar,
   * or if the URL has parameters of the list or a target on another page.
   * @param {HTMLFormElement} form
   * @param {Source} source
   */
  function startWhenNeeded(form, source) {
    const field = form.querySelector(".pubs-count");
    let isLoading = false;
    const start = async () => {
      if (isLoading) return;
      isLoading = true;
      setText(field, source.words.loading || "");
      const index = /** @type {Index | undefined} */ (await loadScript(source, "source"));
      if (!index) {
        setText(field, source.words.unloaded || "");
        isLoading = false; // the next event tries again
        return;
      }
      new Bar(form, index, source);
      const address = index.entries?.places.find((place) => place.endsWith(location.hash));
      if (isTargetMissing() && address) location.replace(source.root + address);
    };
    const isTargetMissing = () => location.hash.startsWith("#pub-") && !document.getElementById(location.hash.slice(1));
    setText(field, (source.words.all || "").replace("{all}", formatNumber(source.count)));
    form.hidden = false;
    for (const event of ["focusin", "pointerenter", "input"]) form.addEventListener(event, start);
    addEventListener("hashchange", () => isTargetMissing() && start());
    if (isTargetMissing() || listParameters(form.dataset.list || "", location.search) !== "[]") start();
  }

  for (const form of document.querySelectorAll("form.pubs-filter")) {
    if (!(form instanceof HTMLFormElement)) continue;
    const data = document.querySelector(`script.pubs-index[data-list="${CSS.escape(form.dataset.list || "")}"]`);
    const index = JSON.parse(data?.textContent || "{}");
    if (index.source) startWhenNeeded(form, index);
    else if (index.keys) new Bar(form, index);
  }
})();
