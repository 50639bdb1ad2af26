// @ts-check
/* What every page with a list gets: buttons that open and close folds, buttons that copy, and links into
   entries that show and mark what they lead to. Without this script the buttons are links into the folds,
   and nothing is missing but copying.

   It tells others by two events, which bubble from an entry: `pubs:near` when it first rests near the
   screen, `pubs:reveal` when an address leads to it or into it. It hears `pubs:placed` from a list that
   has new entries. */
(() => {
  "use strict";

  /** The words of this script, in the language of the page. */
  const words = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;

  /** How long a button says that it has copied, and how long a page has not moved when it rests; milliseconds. */
  const FEEDBACK = 2000;
  const REST = 250;

  /** @type {WeakMap<Element, number>} */
  const timers = new WeakMap();

  /**
   * The closest element around the place of an event that fits a selector.
   * @param {Event} event
   * @param {string} selector
   * @returns {HTMLElement | null}
   */
  function around(event, selector) {
    return event.target instanceof Element ? event.target.closest(selector) : null;
  }

  // Folds

  /**
   * The fold that a button of an entry leads into.
   * @param {Element} button
   * @returns {HTMLDetailsElement | null}
   */
  function foldOf(button) {
    const address = button.getAttribute("href") || "";
    return address.startsWith("#") ? foldAround(document.getElementById(address.slice(1))) : null;
  }

  /**
   * @param {Element | null} element
   * @returns {HTMLDetailsElement | null}
   */
  function foldAround(element) {
    return element && element.closest(".pubs-entry details");
  }

  /**
   * Let the buttons of an entry say whether their folds are open.
   * @param {Element} entry
   */
  function tell(entry) {
    for (const button of entry.querySelectorAll(".pubs-bib, .pubs-abs")) {
      const fold = foldOf(button);
      if (fold) {
        button.setAttribute("role", "button");
        button.setAttribute("aria-expanded", String(fold.open));
      }
    }
  }

  document.addEventListener("click", (event) => {
    const button = around(event, ".pubs-entry .pubs-bib, .pubs-entry .pubs-abs");
    const fold = button && foldOf(button);
    if (fold && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      fold.open = !fold.open;
    }
  });

  document.addEventListener("keydown", (event) => {
    const button = around(event, '.pubs-entry [role="button"]');
    if (button && event.key === " ") {
      event.preventDefault();
      button.click();
    }
  });

  // "toggle" does not bubble, but it can be caught on its way down.
  document.addEventListener(
    "toggle",
    (event) => {
      const entry = around(event, ".pubs-entry");
      if (entry) tell(entry);
    },
    true,
  );

  // Some themes open every fold before a page is printed: what was closed on the screen stays off the paper.
  addEventListener(
    "beforeprint",
    () => {
      for (const fold of document.querySelectorAll(".pubs-entry details:not([open])")) fold.classList.add("pubs-closed");
    },
    true,
  );
  addEventListener("afterprint", () => {
    for (const fold of document.querySelectorAll(".pubs-closed")) fold.classList.remove("pubs-closed");
  });

  // Copying

  /**
   * What a button copies: the citation of its entry, or the BibTeX that it stands above.
   * @param {HTMLElement} button
   */
  function textFor(button) {
    if (button.matches(".pubs-copy")) return button.nextElementSibling?.textContent || "";
    return button.closest(".pubs-entry")?.getAttribute("data-citation") || "";
  }

  /**
   * Give an entry the buttons that copy; nobody needs them without this script.
   * @param {Element} entry
   */
  function addButtons(entry) {
    const row = entry.hasAttribute("data-citation") && entry.querySelector(".pubs-buttons");
    if (row) row.append(" ", button("pubs-button pubs-cite", words.cite, words.citation));
    for (const text of entry.querySelectorAll(".pubs-bibtex pre, .pubs-export pre"))
      text.before(button("pubs-copy", words.copy, words.bibtex));
  }

  /**
   * @param {string} css
   * @param {string | undefined} label
   * @param {string | undefined} title
   */
  function button(css, label, title) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = css;
    made.textContent = label || "";
    made.title = title || "";
    return made;
  }

  /**
   * Put a text into the clipboard; false where the browser does not let us.
   * @param {string} text
   */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text); // pages from http have no clipboard of their own
    }
  }

  /** @param {string} text */
  function copyBySelection(text) {
    const field = document.createElement("textarea");
    field.className = "pubs-clipboard";
    field.value = text;
    document.body.append(field);
    const focused = document.activeElement;
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    return copied;
  }

  /**
   * Say something on a button for a while, and to those who do not see it.
   * @param {HTMLElement} button
   * @param {string} text
   */
  function say(button, text) {
    button.dataset.label ??= button.textContent || "";
    button.textContent = text;
    const region = live(button);
    region.textContent = ""; // the same words again are no change
    requestAnimationFrame(() => (region.textContent = text));
    clearTimeout(timers.get(button));
    const restore = () => {
      button.textContent = button.dataset.label || "";
      live(button).textContent = "";
    };
    timers.set(button, setTimeout(restore, FEEDBACK));
  }

  /**
   * The region near an element that is read out when it changes.
   * @param {Element} element
   */
  function live(element) {
    const list = element.closest(".pubs-list") || element;
    const next = list.nextElementSibling;
    if (next?.matches(".pubs-live")) return next;
    const region = document.createElement("p");
    region.className = "pubs-live";
    region.setAttribute("role", "status");
    list.after(region);
    return region;
  }

  document.addEventListener("click", async (event) => {
    const button = around(event, ".pubs-cite, .pubs-copy");
    if (!button) return;
    say(button, (await copy(textFor(button))) ? words.copied || "" : words.failed || "");
  });

  // Entries near the screen

  /** @type {Set<Element>} */
  const close = new Set();

  /** @type {WeakSet<Element>} */
  const ready = new WeakSet();

  let resting = 0;

  // Of a long list only the entries of runs near the screen are watched: thousands would slow every frame.
  const observer = new IntersectionObserver(
    (sightings) => {
      for (const { target, isIntersecting } of sightings) {
        if (target.matches(".pubs-run")) watch(target, isIntersecting);
        else close[isIntersecting ? "add" : "delete"](target);
      }
      clearTimeout(resting);
      resting = setTimeout(rest, REST);
    },
    { rootMargin: "50%" },
  );

  /**
   * Watch the entries of a run or a list, or stop that.
   * @param {Element} place
   * @param {boolean} near
   */
  function watch(place, near) {
    for (const entry of place.querySelectorAll(":scope > .pubs-entry, :scope > table > tbody > .pubs-entry"))
      if (near && !ready.has(entry)) observer.observe(entry);
      else observer.unobserve(entry);
  }

  /** When the page rests, make ready what is near the screen: not what is only scrolled or filtered by. */
  function rest() {
    for (const entry of close) {
      observer.unobserve(entry);
      if (!ready.has(entry)) near(entry);
    }
    close.clear();
  }

  /**
   * Make an entry ready for use.
   * @param {Element} entry
   */
  function near(entry) {
    ready.add(entry);
    addButtons(entry);
    live(entry); // a region has to be there before its text changes
    tell(entry);
    entry.setAttribute("data-near", ""); // for those who come too late for the event
    entry.dispatchEvent(new CustomEvent("pubs:near", { bubbles: true }));
  }

  // Addresses that lead into a list

  /** Show, open and mark the entry that the address leads to or into. */
  function follow() {
    for (const marked of document.querySelectorAll(".pubs-marked")) marked.classList.remove("pubs-marked");
    const place = document.getElementById(fragment());
    const entry = place?.closest(".pubs-entry, .pubs-group");
    if (!place || !entry) return;
    entry.dispatchEvent(new CustomEvent("pubs:reveal", { bubbles: true }));
    const fold = foldAround(place);
    if (fold) fold.open = true;
    if (entry.matches(".pubs-entry")) entry.classList.add("pubs-marked");
    requestAnimationFrame(() => place.scrollIntoView({ block: fold ? "nearest" : "start" }));
  }

  /** The id that the address names; nothing where it is no proper text. */
  function fragment() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  }

  addEventListener("hashchange", follow);
  document.addEventListener("DOMContentLoaded", () => {
    for (const run of document.querySelectorAll(".pubs-run")) observer.observe(run);
    for (const list of document.querySelectorAll(".pubs-list")) watch(list, true);
    follow();
  });
  document.addEventListener("pubs:placed", (event) => {
    if (event.target instanceof Element) watch(event.target, true);
  });
})();
