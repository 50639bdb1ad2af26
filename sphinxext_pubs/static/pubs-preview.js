// @ts-check
/* Preview cards of citations, shown while the pointer or the keyboard focus is on a citation.

   The cards are in a <template> at the end of the page, each with the link target of its citations.
   A card is inserted right after its link, so the Tab key moves into it and out again. Escape closes it.
   Without this script a citation has its title as a tooltip, which the card replaces. */
(() => {
  "use strict";

  /** The delays before a card is shown and hidden, in milliseconds. */
  const SHOW_DELAY = 300;
  const HIDE_DELAY = 200;

  /** The space between a link and its card, and between a card and the edge of the window, in pixels. */
  const GAP = 6;

  /** @type {Map<string, Element>} */
  const cards = new Map();
  for (const template of document.querySelectorAll("template.pubs-previews"))
    if (template instanceof HTMLTemplateElement)
      for (const card of template.content.children) cards.set(card.getAttribute("data-for") || "", card);

  /** @type {{link: HTMLElement, card: HTMLElement, title: string} | null} */
  let current = null;
  let timer = 0;

  /**
   * Return the citation with a card that contains the target of an event, or null.
   * @param {EventTarget | null} target
   * @returns {HTMLElement | null}
   */
  function citation(target) {
    const link = target instanceof Element ? target.closest("a") : null;
    const isCitation = link?.querySelector(":scope > .xref.paper") && cards.has(link.getAttribute("href") || "");
    return isCitation ? link : null;
  }

  /**
   * True if the target is in the current link or its card.
   * @param {EventTarget | null} target
   */
  function isInCurrent(target) {
    return Boolean(current && target instanceof Node && (current.link.contains(target) || current.card.contains(target)));
  }

  /**
   * Schedule an action, replacing any scheduled one.
   * @param {() => void} action
   * @param {number} delay
   */
  function schedule(action, delay) {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  }

  /** @param {HTMLElement} link */
  function show(link) {
    clearTimeout(timer);
    if (current?.link === link) return;
    hide();
    const original = cards.get(link.getAttribute("href") || "");
    if (!original || !link.isConnected) return;
    const card = /** @type {HTMLElement} */ (original.cloneNode(true));
    current = { link, card, title: link.title };
    card.id = "pubs-preview";
    link.removeAttribute("title");
    link.setAttribute("aria-details", card.id);
    card.style.backgroundColor = `var(--pubs-ground, ${pubsGround(link)})`;
    if ("popover" in card) card.popover = "manual";
    link.after(card);
    card.showPopover?.();
    positionCard();
  }

  /** Position the card within the window, below its link or above it if there is more room. */
  function positionCard() {
    if (!current) return;
    const { link, card } = current;
    const lines = link.getClientRects();
    const line = lines[lines.length - 1] || link.getBoundingClientRect();
    const { width, height } = card.getBoundingClientRect();
    const room = document.documentElement.clientWidth - width - GAP;
    const below = line.bottom + GAP + height < innerHeight || line.top < innerHeight / 2;
    card.style.left = `${Math.max(GAP, Math.min(line.left, room))}px`;
    card.style.top = `${below ? line.bottom + GAP : Math.max(GAP, line.top - GAP - height)}px`;
  }

  function hide() {
    clearTimeout(timer);
    if (!current) return;
    const { link, card, title } = current;
    current = null;
    if (title) link.title = title;
    link.removeAttribute("aria-details");
    card.remove();
  }

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType !== "mouse") return; // a touch follows the link
    const link = citation(target);
    if (isInCurrent(target)) clearTimeout(timer);
    else if (link) schedule(() => show(link), SHOW_DELAY);
    else if (current && !isInCurrent(document.activeElement)) schedule(hide, HIDE_DELAY);
    else if (!current) clearTimeout(timer);
  });
  document.addEventListener("focusin", ({ target }) => {
    const link = citation(target);
    if (link?.matches(":focus-visible")) show(link);
    else if (!isInCurrent(target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !current) return;
    const { link, card } = current;
    if (card.contains(document.activeElement)) link.focus();
    hide();
  });
  document.addEventListener("click", ({ target }) => isInCurrent(target) || hide());
  addEventListener("scroll", positionCard, { passive: true, capture: true });
  addEventListener("resize", positionCard);
})();
