// @ts-check
/* The script of every page with a list: buttons that open and close folds, buttons for copying, and links to
   entries that reveal and mark their target. Without this script the buttons are links to the folds,
   and only copying is missing.

   It dispatches two events, which bubble from an entry: `pubs:near` when the entry is near the screen and
   scrolling has stopped, and `pubs:reveal` when the URL links to or into it. It listens for `pubs:placed` from
   a list with new entries. */
(() => {
  "use strict";

  /** The words of this script, in the language of the page. */
  const words = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;

  /** The duration of feedback on a button, and the pause after which scrolling has stopped, in milliseconds. */
  const FEEDBACK = 2000;
  const REST = 250;

  /** @type {WeakMap<Element, number>} */
  const timers = new WeakMap();

  /**
   * Return the closest element around the target of an event that matches a selector, or null.
   * @param {Event} event
   * @param {string} selector
   * @returns {HTMLElement | null}
   */
  function closestTarget(event, selector) {
    return event.target instanceof Element ? event.target.closest(selector) : null;
  }

  // Folds

  /**
   * Return the fold that a button of an entry opens.
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
   * Update the buttons of an entry to the state of their folds.
   * @param {Element} entry
   */
  function updateButtons(entry) {
    for (const button of entry.querySelectorAll(".pubs-bib, .pubs-abs")) {
      const fold = foldOf(button);
      if (fold) {
        button.setAttribute("role", "button");
        button.setAttribute("aria-expanded", String(fold.open));
      }
    }
  }

  document.addEventListener("click", (event) => {
    const button = closestTarget(event, ".pubs-entry .pubs-bib, .pubs-entry .pubs-abs");
    const fold = button && foldOf(button);
    if (fold && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      fold.open = !fold.open;
    }
  });

  document.addEventListener("keydown", (event) => {
    const button = closestTarget(event, '.pubs-entry [role="button"]');
    if (button && event.key === " ") {
      event.preventDefault();
      button.click();
    }
  });

  // "toggle" does not bubble, but it can be captured.
  document.addEventListener(
    "toggle",
    (event) => {
      const entry = closestTarget(event, ".pubs-entry");
      if (entry) updateButtons(entry);
    },
    true,
  );

  // Some themes open every fold before printing: folds closed on the screen are not printed.
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
   * Return the text that a button copies: the citation of its entry, or the BibTeX below the button.
   * @param {HTMLElement} button
   */
  function textFor(button) {
    if (button.matches(".pubs-copy")) return button.nextElementSibling?.textContent || "";
    return button.closest(".pubs-entry")?.getAttribute("data-citation") || "";
  }

  /**
   * Add the buttons for copying to an entry; they would not work without this script.
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
    const element = document.createElement("button");
    element.type = "button";
    element.className = css;
    element.textContent = label || "";
    element.title = title || "";
    return element;
  }

  /**
   * Copy a text to the clipboard; return false if the browser does not allow it.
   * @param {string} text
   */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text); // pages over http have no access to the clipboard
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
   * Show a text on a button for a while, and announce it to screen readers.
   * @param {HTMLElement} button
   * @param {string} text
   */
  function showFeedback(button, text) {
    button.dataset.label ??= button.textContent || "";
    button.textContent = text;
    const region = liveRegion(button);
    region.textContent = ""; // repeating the same text would not be announced
    requestAnimationFrame(() => (region.textContent = text));
    clearTimeout(timers.get(button));
    const restore = () => {
      button.textContent = button.dataset.label || "";
      liveRegion(button).textContent = "";
    };
    timers.set(button, setTimeout(restore, FEEDBACK));
  }

  /**
   * Return the live region near an element.
   * @param {Element} element
   */
  function liveRegion(element) {
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
    const button = closestTarget(event, ".pubs-cite, .pubs-copy");
    if (!button) return;
    showFeedback(button, (await copy(textFor(button))) ? words.copied || "" : words.failed || "");
  });

  // Entries near the screen

  /** @type {Set<Element>} */
  const nearby = new Set();

  /** @type {WeakSet<Element>} */
  const ready = new WeakSet();

  let restTimer = 0;

  // In a long list only the entries of runs near the screen are observed: thousands would slow down rendering.
  const observer = new IntersectionObserver(
    (sightings) => {
      for (const { target, isIntersecting } of sightings) {
        if (target.matches(".pubs-run")) watch(target, isIntersecting);
        else nearby[isIntersecting ? "add" : "delete"](target);
      }
      clearTimeout(restTimer);
      restTimer = setTimeout(prepareNearby, REST);
    },
    { rootMargin: "50%" },
  );

  /**
   * Start or stop observing the entries of a run or a list.
   * @param {Element} container
   * @param {boolean} near
   */
  function watch(container, near) {
    for (const entry of container.querySelectorAll(":scope > .pubs-entry, :scope > table > tbody > .pubs-entry"))
      if (near && !ready.has(entry)) observer.observe(entry);
      else observer.unobserve(entry);
  }

  /** Prepare the entries near the screen once scrolling and filtering have stopped. */
  function prepareNearby() {
    for (const entry of nearby) {
      observer.unobserve(entry);
      if (!ready.has(entry)) prepare(entry);
    }
    nearby.clear();
  }

  /**
   * Prepare an entry for use.
   * @param {Element} entry
   */
  function prepare(entry) {
    ready.add(entry);
    addButtons(entry);
    liveRegion(entry); // a region must exist before its text changes
    updateButtons(entry);
    entry.setAttribute("data-near", ""); // for scripts that start after the event
    entry.dispatchEvent(new CustomEvent("pubs:near", { bubbles: true }));
  }

  // URLs that link into a list

  /** Show, open and mark the entry that the URL links to. */
  function revealTarget() {
    for (const marked of document.querySelectorAll(".pubs-marked")) marked.classList.remove("pubs-marked");
    const target = document.getElementById(fragment());
    const entry = target?.closest(".pubs-entry, .pubs-group");
    if (!target || !entry) return;
    entry.dispatchEvent(new CustomEvent("pubs:reveal", { bubbles: true }));
    const fold = foldAround(target);
    if (fold) fold.open = true;
    if (entry.matches(".pubs-entry")) entry.classList.add("pubs-marked");
    requestAnimationFrame(() => target.scrollIntoView({ block: fold ? "nearest" : "start" }));
  }

  /** Return the id in the URL, or empty if it is not valid. */
  function fragment() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  }

  addEventListener("hashchange", revealTarget);
  document.addEventListener("DOMContentLoaded", () => {
    for (const run of document.querySelectorAll(".pubs-run")) observer.observe(run);
    for (const list of document.querySelectorAll(".pubs-list")) watch(list, true);
    revealTarget();
  });
  document.addEventListener("pubs:placed", (event) => {
    if (event.target instanceof Element) watch(event.target, true);
  });
})();
