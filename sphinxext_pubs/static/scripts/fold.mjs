// @ts-check
/* Folding of texts for searching. The server folds the search words of papers in the same way, except for the few
   scripts whose small letters Unicode folds to capitals, such as Cherokee (see render/browser_data.py). */

/** @type {Record<string, string>} */
const LETTERS = {
  ß: "ss", ς: "σ", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ħ: "h", ŋ: "n", ŧ: "t",
  "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "ʻ": "'", "′": "'", "´": "'",
  "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"',
  "\u0345": "ι",
};
const SPECIAL_LETTERS = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

/**
 * Replace dashes and remove invisible characters, such as soft hyphens.
 * @param {string} text
 */
const replaceSigns = (text) => text.replace(/[\p{Pd}−]/gu, "-").replace(/\p{Cf}/gu, "");

/** @param {string} text */
const replaceLetters = (text) => text.replace(SPECIAL_LETTERS, (letter) => LETTERS[letter] || "");

/**
 * Return a text for searching: without differences of case, accents, quotes, hyphens and spaces.
 * @param {string} text
 */
export function foldText(text) {
  let folded = text.toLowerCase();
  if (/[^\0-\x7f]/.test(folded)) {
    const letters = replaceLetters(replaceLetters(replaceSigns(folded)).normalize("NFKD"));
    folded = letters.replace(/[\u0300-\u036f]/g, "").normalize("NFC");
  }
  return replaceLetters(folded).replace(/[\s\x85]+/g, " ").trim();
}
