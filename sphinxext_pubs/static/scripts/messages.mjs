// @ts-check
/* Messages and numbers in the language of the page. */

/** Return the number format of the page's language. */
function makeNumberFormat() {
  try {
    return new Intl.NumberFormat(document.documentElement.lang || undefined);
  } catch {
    return new Intl.NumberFormat(); // the language of a page may be invalid
  }
}

/** The messages of a list, by name. */
export class Messages {
  /** @param {Record<string, string>} words */
  constructor(words) {
    this.words = words;
    this.numberFormat = makeNumberFormat();
  }

  /**
   * Return a message, with the value in place of `{}`.
   * @param {string} name
   * @param {string} [value]
   */
  format(name, value = "") {
    return (this.words[name] || "").replace("{}", () => value);
  }

  /** @param {number} number */
  formatNumber(number) {
    return this.numberFormat.format(number);
  }

  /**
   * Return the number of matching papers, in words.
   * @param {number} matchCount
   * @param {number} count
   */
  formatCount(matchCount, count) {
    if (!matchCount) return this.format("none");
    return this.format(matchCount === count ? "all" : "some")
      .replace("{shown}", this.formatNumber(matchCount))
      .replace("{all}", this.formatNumber(count));
  }
}
