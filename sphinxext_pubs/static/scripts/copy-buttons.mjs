// @ts-check
/* Buttons that copy the citation or the BibTeX of an entry. They need this script, which adds them. */

import { closestTarget, createElement } from "./dom.mjs";
import { logFailure } from "./tasks.mjs";

/** The duration of feedback on a button, in milliseconds. */
const FEEDBACK_TIME = 2000;

/** @type {WeakMap<Element, number>} */
const feedbackTimers = new WeakMap();

/**
 * Add the buttons for copying to an entry.
 * @param {Element} entry
 * @param {DOMStringMap} words
 */
export function addCopyButtons(entry, words) {
  const buttons = entry.hasAttribute("data-citation") && entry.querySelector(".pubs-buttons");
  if (buttons) buttons.append(" ", makeButton("pubs-button pubs-cite", words.cite, words.citation));
  for (const bibtex of entry.querySelectorAll(".pubs-bibtex pre, .pubs-export pre"))
    bibtex.before(makeButton("pubs-copy", words.copy, words.bibtex));
}

/**
 * @param {string} className
 * @param {string} [label]
 * @param {string} [title]
 */
function makeButton(className, label = "", title = "") {
  return createElement("button", { type: "button", class: className, title }, label);
}

/**
 * Return the text that a button copies: the citation of its entry, or the BibTeX below the button.
 * @param {HTMLElement} button
 */
function textToCopy(button) {
  if (button.matches(".pubs-copy")) return button.nextElementSibling?.textContent || "";
  return button.closest(".pubs-entry")?.getAttribute("data-citation") || "";
}

/**
 * Copy a text to the clipboard; return false if the browser does not allow it.
 * @param {string} text
 */
async function copyText(text) {
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
  const isCopied = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return isCopied;
}

/**
 * Show a text on a button for a while, and announce it to screen readers.
 * @param {HTMLElement} button
 * @param {string} text
 */
function showFeedback(button, text) {
  button.dataset.label ??= button.textContent || "";
  button.textContent = text;
  const region = liveRegionOf(button);
  region.textContent = ""; // repeating the same text would not be announced
  requestAnimationFrame(() => (region.textContent = text));
  clearTimeout(feedbackTimers.get(button));
  const restore = () => {
    button.textContent = button.dataset.label || "";
    liveRegionOf(button).textContent = "";
  };
  feedbackTimers.set(button, setTimeout(restore, FEEDBACK_TIME));
}

/**
 * Return the live region of the list around an element, added if needed. It must exist before its text changes.
 * @param {Element} element
 */
export function liveRegionOf(element) {
  const list = element.closest(".pubs-list") || element;
  const next = list.nextElementSibling;
  if (next?.matches(".pubs-live")) return next;
  const region = createElement("p", { class: "pubs-live", role: "status" });
  list.after(region);
  return region;
}

/**
 * Make the buttons copy.
 * @param {DOMStringMap} words
 */
export function startCopying(words) {
  const copyFor = async (/** @type {HTMLElement} */ button) =>
    showFeedback(button, ((await copyText(textToCopy(button))) ? words.copied : words.failed) || "");
  document.addEventListener("click", (event) => {
    const button = closestTarget(event, ".pubs-cite, .pubs-copy");
    if (button) logFailure(copyFor(button), "Copying");
  });
}
