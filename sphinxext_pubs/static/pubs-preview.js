// @ts-check
/* Cards at citations: what a citation names, shown while a pointer rests on it or the keyboard is at it.

   The cards come ready in a <template> at the end of the page, each with the address that citations lead to.
   A card stands right after its link, so that the Tab key goes into it and out again. Escape puts it away.
   Without this script a citation has its title as a tooltip, which the card takes the place of. */
(() => {
  "use strict";

  /** How long a pointer rests before a card comes, and is away before it goes, in milliseconds. */
  const COMES = 300;
  const GOES = 200;

  /** The space between a link and its card, and between a card and the edge of the window, in pixels. */
  const SPACE = 6;

  /** @type {Map<string, Element>} */
  const cards = new Map();
  for (const template of document.querySelectorAll("template.pubs-previews"))
    if (template instanceof HTMLTemplateElement)
      for (const card of template.content.children) cards.set(card.getAttribute("data-for") || "", card);

  /** @type {{link: HTMLElement, card: HTMLElement, title: string} | null} */
  let shown = null;
  let timer = 0;

  /**
   * The citation around the place of an event that has a card.
   * @param {EventTarget | null} target
   * @returns {HTMLElement | null}
   */
  function citation(target) {
    const link = target instanceof Element ? target.closest("a") : null;
    const cites = link?.querySelector(":scope > .xref.paper") && cards.has(link.getAttribute("href") || "");
    return cites ? link : null;
  }

  /**
   * Whether something is the shown link or in its card.
   * @param {EventTarget | null} target
   */
  function isShown(target) {
    return Boolean(shown && target instanceof Node && (shown.link.contains(target) || shown.card.contains(target)));
  }

  /**
   * Do something in a while, and nothing else that was to be done.
   * @param {() => void} what
   * @param {number} when
   */
  function soon(what, when) {
    clearTimeout(timer);
    timer = setTimeout(what, when);
  }

  /** @param {HTMLElement} link */
  function show(link) {
    clearTimeout(timer);
    if (shown?.link === link) return;
    hide();
    const found = cards.get(link.getAttribute("href") || "");
    if (!found || !link.isConnected) return;
    const card = /** @type {HTMLElement} */ (found.cloneNode(true));
    shown = { link, card, title: link.title };
    card.id = "pubs-preview";
    link.removeAttribute("title");
    link.setAttribute("aria-details", card.id);
    card.style.backgroundColor = `var(--pubs-ground, ${pubsGround(link)})`;
    if ("popover" in card) card.popover = "manual";
    link.after(card);
    card.showPopover?.();
    place();
  }

  /** Put the card below its link, or above it where there is more room, and into the window. */
  function place() {
    if (!shown) return;
    const { link, card } = shown;
    const lines = link.getClientRects();
    const line = lines[lines.length - 1] || link.getBoundingClientRect();
    const { width, height } = card.getBoundingClientRect();
    const room = document.documentElement.clientWidth - width - SPACE;
    const below = line.bottom + SPACE + height < innerHeight || line.top < innerHeight / 2;
    card.style.left = `${Math.max(SPACE, Math.min(line.left, room))}px`;
    card.style.top = `${below ? line.bottom + SPACE : Math.max(SPACE, line.top - SPACE - height)}px`;
  }

  function hide() {
    clearTimeout(timer);
    if (!shown) return;
    const { link, card, title } = shown;
    shown = null;
    if (title) link.title = title;
    link.removeAttribute("aria-details");
    card.remove();
  }

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType !== "mouse") return; // a touch follows the link
    const link = citation(target);
    if (isShown(target)) clearTimeout(timer);
    else if (link) soon(() => show(link), COMES);
    else if (shown && !isShown(document.activeElement)) soon(hide, GOES);
    else if (!shown) clearTimeout(timer);
  });
  document.addEventListener("focusin", ({ target }) => {
    const link = citation(target);
    if (link?.matches(":focus-visible")) show(link);
    else if (!isShown(target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown) return;
    const { link, card } = shown;
    if (card.contains(document.activeElement)) link.focus();
    hide();
  });
  document.addEventListener("click", ({ target }) => isShown(target) || hide());
  addEventListener("scroll", place, { passive: true, capture: true });
  addEventListener("resize", place);
})();
