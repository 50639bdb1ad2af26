// @ts-check
/* The fields for the first and the last year of a range. */

import { isYear } from "./filter-state.mjs";

/**
 * Mark an invalid value of a year field, and return the year, or empty if it is invalid.
 * @param {HTMLInputElement} field
 */
export function checkYear(field) {
  const value = field.value.trim();
  const isValid = !value || isYear(value);
  if (isValid) field.removeAttribute("aria-invalid");
  else field.setAttribute("aria-invalid", "true");
  return isValid ? value : "";
}
