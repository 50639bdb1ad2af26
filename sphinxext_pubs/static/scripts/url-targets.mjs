// @ts-check
/* Shows, opens and marks the entry that the URL links to or into.

   Dispatches `pubs:reveal` from the entry or group, which bubbles: a filter bar that hides it shows it again. */

import { foldAround } from "./entry-folds.mjs";

function revealTarget() {
  for (const marked of document.querySelectorAll(".pubs-marked")) marked.classList.remove("pubs-marked");
  const target = document.getElementById(readFragment());
  const entry = target?.closest(".pubs-entry, .pubs-group");
  if (!target || !entry) return;
  entry.dispatchEvent(new CustomEvent("pubs:reveal", { bubbles: true }));
  const fold = foldAround(target);
  if (fold) fold.open = true;
  if (entry.matches(".pubs-entry")) entry.classList.add("pubs-marked");
  requestAnimationFrame(() => target.scrollIntoView({ block: fold ? "nearest" : "start" }));
}

/** Return the id in the URL, or empty if it is not valid. */
function readFragment() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

/** Reveal the target of the URL, now and when the URL changes. */
export function startUrlTargets() {
  addEventListener("hashchange", revealTarget);
  document.addEventListener("DOMContentLoaded", revealTarget);
}
