// @ts-check
/* The fields for the first and the last number of a range. */

import { isNumber } from "./filter-state.mjs";

/**
 * Mark an invalid value of a field, and return the number, or empty if it is invalid.
 * @param {HTMLInputElement} field
 */
export function checkNumber(field) {
  const value = field.value.trim();
  const isValid = !value || isNumber(value);
  if (isValid) field.removeAttribute("aria-invalid");
  else field.setAttribute("aria-invalid", "true");
  return isValid ? value : "";
}
