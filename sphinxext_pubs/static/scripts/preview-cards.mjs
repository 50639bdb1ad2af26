// @ts-check
/* Preview cards of citations, shown while the pointer or the keyboard focus is on a citation.

   The cards are in a <template> at the end of the page, each with the link target of its citations.
   A card is inserted right after its link, so the Tab key moves into it and out again. Escape closes it.
   Without scripts a citation has its title as a tooltip, which the card replaces. */

/** The delays before a card is shown and hidden, in milliseconds. */
const SHOW_DELAY = 300;
const HIDE_DELAY = 200;

/** The space between a link and its card, and between a card and the edge of the window, in pixels. */
const CARD_GAP = 6;

/** The preview cards of a page; at most one is shown. */
class PreviewCards {
  /** @param {Map<string, Element>} cards the cards by the addresses of their citations */
  constructor(cards) {
    this.cards = cards;
    /** @type {{link: HTMLElement, card: HTMLElement, title: string} | null} */
    this.current = null;
    this.timer = 0;
    document.addEventListener("pointerover", (event) => this.onPointer(event));
    document.addEventListener("focusin", ({ target }) => this.onFocus(target));
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.onEscape());
    document.addEventListener("click", ({ target }) => this.isInCurrent(target) || this.hideCard());
    addEventListener("scroll", () => this.positionCard(), { passive: true, capture: true });
    addEventListener("resize", () => this.positionCard());
  }

  /**
   * Return the citation with a card that contains the target of an event, or null.
   * @param {EventTarget | null} target
   * @returns {HTMLElement | null}
   */
  citationOf(target) {
    const link = target instanceof Element ? target.closest("a") : null;
    const isCitation = link?.querySelector(":scope > .xref.paper") && this.cards.has(link.getAttribute("href") || "");
    return isCitation ? link : null;
  }

  /**
   * True if the target is in the current link or its card.
   * @param {EventTarget | null} target
   */
  isInCurrent(target) {
    const { current } = this;
    return Boolean(current && target instanceof Node && (current.link.contains(target) || current.card.contains(target)));
  }

  /**
   * Schedule an action, replacing any scheduled one.
   * @param {() => void} action
   * @param {number} delay
   */
  schedule(action, delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(action, delay);
  }

  /** @param {HTMLElement} link */
  showCard(link) {
    clearTimeout(this.timer);
    if (this.current?.link === link) return;
    this.hideCard();
    const original = this.cards.get(link.getAttribute("href") || "");
    if (!original || !link.isConnected) return;
    const card = /** @type {HTMLElement} */ (original.cloneNode(true));
    this.current = { link, card, title: link.title };
    card.id = "pubs-preview";
    link.removeAttribute("title");
    link.setAttribute("aria-details", card.id);
    if ("popover" in card) card.popover = "manual";
    link.after(card);
    card.showPopover?.();
    this.positionCard();
  }

  /** Position the card within the window, below its link or above it if there is more room. */
  positionCard() {
    if (!this.current) return;
    const { link, card } = this.current;
    const lines = link.getClientRects();
    const line = lines[lines.length - 1] || link.getBoundingClientRect();
    const { width, height } = card.getBoundingClientRect();
    const room = document.documentElement.clientWidth - width - CARD_GAP;
    const isBelow = line.bottom + CARD_GAP + height < innerHeight || line.top < innerHeight / 2;
    card.style.left = `${Math.max(CARD_GAP, Math.min(line.left, room))}px`;
    card.style.top = `${isBelow ? line.bottom + CARD_GAP : Math.max(CARD_GAP, line.top - CARD_GAP - height)}px`;
  }

  hideCard() {
    clearTimeout(this.timer);
    if (!this.current) return;
    const { link, card, title } = this.current;
    this.current = null;
    if (title) link.title = title;
    link.removeAttribute("aria-details");
    card.remove();
  }

  /** @param {PointerEvent} event */
  onPointer({ target, pointerType }) {
    if (pointerType !== "mouse") return; // a touch follows the link
    const link = this.citationOf(target);
    if (this.isInCurrent(target)) clearTimeout(this.timer);
    else if (link) this.schedule(() => this.showCard(link), SHOW_DELAY);
    else if (this.current && !this.isInCurrent(document.activeElement)) this.schedule(() => this.hideCard(), HIDE_DELAY);
    else if (!this.current) clearTimeout(this.timer);
  }

  /** @param {EventTarget | null} target */
  onFocus(target) {
    const link = this.citationOf(target);
    if (link?.matches(":focus-visible")) this.showCard(link);
    else if (!this.isInCurrent(target)) this.hideCard();
  }

  onEscape() {
    if (!this.current) return;
    const { link, card } = this.current;
    if (card.contains(document.activeElement)) link.focus();
    this.hideCard();
  }
}

/** Show the preview cards of the page's citations, if it has any. */
export function startPreviewCards() {
  /** @type {Map<string, Element>} */
  const cards = new Map();
  for (const template of document.querySelectorAll("template.pubs-previews"))
    if (template instanceof HTMLTemplateElement)
      for (const card of template.content.children) cards.set(card.getAttribute("data-for") || "", card);
  if (cards.size) new PreviewCards(cards);
}
