// @ts-check
/* The buttons of entries that open and close folds. Without scripts they are links to the folds. */

import { closestTarget, opensElsewhere } from "./dom.mjs";

/**
 * Return the fold of an entry around an element, or null.
 * @param {Element | null} element
 * @returns {HTMLDetailsElement | null}
 */
export function foldAround(element) {
  return element && element.closest(".pubs-entry details");
}

/**
 * Return the fold that a button opens, or null.
 * @param {Element} button
 */
function foldOfButton(button) {
  const address = button.getAttribute("href") || "";
  return address.startsWith("#") ? foldAround(document.getElementById(address.slice(1))) : null;
}

/**
 * Update the buttons of an entry to the state of their folds.
 * @param {Element} entry
 */
export function updateFoldButtons(entry) {
  for (const button of entry.querySelectorAll(".pubs-bib, .pubs-abs")) {
    const fold = foldOfButton(button);
    if (fold) {
      button.setAttribute("role", "button");
      button.setAttribute("aria-expanded", String(fold.open));
    }
  }
}

/** @param {MouseEvent} event */
function toggleFold(event) {
  const button = closestTarget(event, ".pubs-entry .pubs-bib, .pubs-entry .pubs-abs");
  const fold = button && foldOfButton(button);
  if (!fold || opensElsewhere(event)) return;
  event.preventDefault();
  fold.open = !fold.open;
}

/**
 * Press a button by the space bar, which does nothing on a link.
 * @param {KeyboardEvent} event
 */
function pressBySpace(event) {
  const button = closestTarget(event, '.pubs-entry [role="button"]');
  if (!button || event.key !== " ") return;
  event.preventDefault();
  button.click();
}

/** Some themes open every fold before printing: folds that are closed on the screen are not printed. */
function markClosedFolds() {
  for (const fold of document.querySelectorAll(".pubs-entry details:not([open])")) fold.classList.add("pubs-closed");
}

function unmarkClosedFolds() {
  for (const fold of document.querySelectorAll(".pubs-closed")) fold.classList.remove("pubs-closed");
}

/** Make the buttons of all entries open and close their folds. */
export function startFolds() {
  const updateEntry = (/** @type {Event} */ event) => {
    const entry = closestTarget(event, ".pubs-entry");
    if (entry) updateFoldButtons(entry);
  };
  document.addEventListener("click", toggleFold);
  document.addEventListener("keydown", pressBySpace);
  document.addEventListener("toggle", updateEntry, true); // does not bubble, but it can be captured
  addEventListener("beforeprint", markClosedFolds, true);
  addEventListener("afterprint", unmarkClosedFolds);
}
