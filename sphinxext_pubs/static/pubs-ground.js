// @ts-check
/* The colour behind an element, since what covers others needs a ground of its own: that of the theme. */
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
