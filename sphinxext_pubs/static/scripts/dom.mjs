// @ts-check
/* Helpers for elements. Texts are inserted as text, never as markup. */

/**
 * Return a new element with these attributes and children.
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 */
export function createElement(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

/**
 * Set the text of an element, unless it has that text.
 * @param {Element | null | undefined} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

/**
 * Return the closest element around the target of an event that matches a selector, or null.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function closestTarget(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}

/**
 * True if a click is to open a link in another tab or window.
 * @param {MouseEvent} event
 */
export function opensElsewhere(event) {
  return event.ctrlKey || event.metaKey || event.shiftKey;
}
