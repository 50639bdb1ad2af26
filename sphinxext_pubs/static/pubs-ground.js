// @ts-check
/* The background color behind an element, which menus and cards need to cover the page in any theme. */
const pubsGround = (() => {
  "use strict";

  /** @param {Element | null} element */
  return (element) => {
    for (; element; element = element.parentElement) {
      const { backgroundColor } = getComputedStyle(element);
      if (!/^transparent$|[,/]\s*0\)$/.test(backgroundColor)) return backgroundColor;
    }
    return "Canvas";
  };
})();
