// @ts-check
/* The orders in which readers can sort a list. They come with the data of the list. */

/**
 * A sort order: its name in URLs, the facet by whose ranks it sorts, and the columns of a table that sort by it.
 * @typedef {{name: string, facet: string, descending: boolean, columns: string[]}} SortOrder
 */

/**
 * Sort rows by their ranks; equal ranks keep their order, and rows without a rank (-1) are last.
 * @param {readonly number[]} rows
 * @param {readonly number[]} ranks
 * @param {boolean} isDescending
 */
export function sortRows(rows, ranks, isDescending) {
  const direction = isDescending ? -1 : 1;
  const rankOf = (/** @type {number} */ row) => ranks[row] ?? -1;
  return [...rows].sort((first, second) => {
    const [firstRank, secondRank] = [rankOf(first), rankOf(second)];
    const unknown = Number(firstRank < 0) - Number(secondRank < 0);
    return unknown || (firstRank < 0 ? 0 : direction * (firstRank - secondRank)) || first - second;
  });
}

/**
 * Return the sort orders of a column; a click on its header applies the next one.
 * @param {readonly SortOrder[]} sorts
 * @param {string} column
 */
export function sortsOfColumn(sorts, column) {
  return sorts.filter(({ columns }) => columns.includes(column));
}

/**
 * Return the sort order after the current one in a column, or its first.
 * @param {readonly SortOrder[]} columnSorts
 * @param {string} current
 */
export function nextSort(columnSorts, current) {
  const position = columnSorts.findIndex(({ name }) => name === current);
  return columnSorts[(position + 1) % columnSorts.length]?.name || "";
}
