"""The words of entries, citations and the filter bar: message ids, with notes for translators.

A placeholder, ``{}`` or ``{name}``, is replaced by a number, a name or a year. The text in braces must not be
translated.
"""

from __future__ import annotations

from sphinxext_pubs.notation import l10n

#: The words of entries and citations, except for button labels and publication statuses.
ENTRY: dict[str, str] = {
    "Abstract": "The title of a fold.",
    "BibTeX": "The title of a fold that holds the entry in BibTeX; a proper name.",
    "Cited in": "Before the titles of the pages that cite a paper; also the heading of a column.",
    "Untitled": "Stands for a missing title.",
    "and": "Between the last two names of a list, in languages that CLDR does not know.",
    "et al.": "After the names of a list that is cut short: Yang et al.",
    "ed.": "In parentheses after the name of one editor.",
    "eds.": "In parentheses after the names of several editors.",
    "n.d.": "In a citation, for the year of an undated work: Yang (n.d.).",
    "pp. {}": "Pages of a volume, or of a citation: pp. 45–67.",
    "p. {}": "A page, in a citation: p. 3.",
    **dict.fromkeys(("ch. {}", "chs. {}"), "One chapter, several chapters, in a citation: ch. 2."),
    **dict.fromkeys(("sec. {}", "secs. {}"), "One section, several sections, in a citation: sec. 2."),
    **dict.fromkeys(("fig. {}", "figs. {}"), "One figure, several figures, in a citation: fig. 2."),
    **dict.fromkeys(("table {}", "tables {}"), "One table, several tables, in a citation: table 2."),
    **dict.fromkeys(("eq. {}", "eqs. {}"), "One equation, several equations, in a citation: eq. 2."),
    **dict.fromkeys(("para. {}", "paras. {}"), "One paragraph, several paragraphs, in a citation: para. 2."),
    **dict.fromkeys(("part {}", "parts {}"), "One part, several parts of a work, in a citation: part 2."),
    **dict.fromkeys(("line {}", "lines {}"), "One line, several lines of a text, in a citation: line 2."),
    **dict.fromkeys(("note {}", "notes {}"), "One note, several notes, in a citation: note 2."),
    **dict.fromkeys(("app. {}", "apps. {}"), "One appendix, several appendices, in a citation: app. A."),
    "vols. {}": "Several volumes, in a citation: vols. 1–2.",
    "vol. {}": "Volume of a journal or series: vol. 12.",
    "no. {}": "Number of an issue or report: no. 3.",
    "edition {}": "Edition of a book, as a number: edition 2.",
    "{} edition": "Edition of a book, an English ordinal from the data: 2nd edition, Fifth edition.",
    "version {}": "Version of a program or data set: version 1.2.",
}

_SEASON = "A date of publication: a season and its year, in the middle of a line."

#: From spring to winter.
SEASONS: dict[str, str] = dict.fromkeys(l10n.SEASONS, _SEASON)

_CONTROL = "A control of the filter bar, and the heading of a facet: one word, singular."
_PART = "The heading of a column, or the name of a part of an entry."
_ORDER = "A choice in the menu “Sort”."

#: The words of the filter bar, and others used by the script and the layouts.
BAR: dict[str, str] = {
    "Search": "The label of the search box.",
    "Filter the list": "The name of the filter bar, for screen readers.",
    **dict.fromkeys(
        (
            "Year",
            "Type",
            "Venue",
            "Author",
            "First author",
            "Editor",
            "Keyword",
            "Language",
            "Status",
            "Award",
        ),
        _CONTROL,
    ),
    "Date": f"{_CONTROL} The date of publication.",
    "Key": f"{_CONTROL} The citation key of an entry.",
    "Source": f"{_CONTROL} The file that an entry stands in.",
    "From": "The label of the field for the first year of a range.",
    "To": "The label of the field for the last year of a range.",
    "Sort": "The label of the menu of orders.",
    "As listed": f"{_ORDER} The order in which the page has its papers.",
    **dict.fromkeys(("Newest first", "Oldest first", "By title", "By first author"), _ORDER),
    "Open all abstracts": "A button.",
    "Close all abstracts": "A button.",
    "Download BibTeX": "A button: saves the papers that are shown as a .bib file.",
    "{shown} of {all} papers": "How many papers are shown, two numbers; announced by screen readers.",
    "1 paper": "How many papers there are, if it is one.",
    "{all} papers": "How many papers there are, a number; announced by screen readers.",
    "Clear all": "A button: removes every condition.",
    "Remove {}": "A button on a condition, for screen readers: removes the condition “{}”.",
    "No paper matches.": "Stands in place of the list; a sentence.",
    "Find in the menu": "The label of a search box in a long menu.",
    "{} more; type to find them": "The end of a long menu: how many choices are left out, and what to do.",
    "Copy": "A button: copies the BibTeX entry beside it.",
    "Copied": "What a button says for a moment when it has copied.",
    "Copying failed": "What a button says for a moment when it could not copy.",
    "cite": "A button in the row of buttons, short, in their style: copies the formatted citation.",
    "Copy the citation": "What the button “cite” does, for screen readers and as a tooltip.",
    "Copy the BibTeX entry": "What the button “Copy” does, for screen readers and as a tooltip.",
    "Page {} of {}": "Where readers are in a list that is split into pages: two numbers in this order.",
    "Previous page": "A link between the pages of a list.",
    "Next page": "A link between the pages of a list.",
    "Pages of the list": "The name of the links between the pages of a list, for screen readers.",
    "On page {}": "Where on the other pages of a list a paper stands: a number.",
    "Filter by {}": "What a click on a name, a venue or a keyword does: shows only papers with “{}”.",
    "All papers are shown again": "Announced by screen readers when no condition is left; a sentence.",
    "Any": "The first choice in a menu of awards: papers with any award at all.",
    **dict.fromkeys(
        (
            "Title",
            "Authors",
            "Editors",
            "Links",
            "Details",
            "Note",
            "Keywords",
            "Picture",
            "Abstract",
            "Reference",
            "Contribution",
            "Acronym",
        ),
        _PART,
    ),
    "Number": f"{_PART} The number of an entry in a numbered list.",
    "BibTeX": f"{_PART} A proper name.",
    "image": "A button in the row of buttons, in their style: the paper's picture.",
    "Sort by {}": "What a click on the heading of a column does: sorts by “{}”.",
    "ascending": "After the heading of a column by which the table is sorted, for screen readers.",
    "descending": "After the heading of a column by which the table is sorted, for screen readers.",
    "Active filters": "The name of the row of conditions, for screen readers.",
    "Loading the other pages of the list": "Announced while the script fetches the rest of a long list.",
    "The other pages of the list could not be loaded": "Said where fetching them failed.",
}

_FACT = "The label of what is known of a paper, on its own page: a word or two."
_HEADING = "A heading of a generated page."

#: The words of generated pages.
PAGES: dict[str, str] = {
    **dict.fromkeys(
        (
            "Identifiers",
            "Published in",
            "Series",
            "Volume",
            "Issue",
            "Place",
            "Event",
            "Publisher",
            "Edition",
            "Pages",
            "Article number",
        ),
        _FACT,
    ),
    **dict.fromkeys(("Papers", "People", "Venues", "Years", "Co-authors"), f"{_HEADING} Plural."),
    **dict.fromkeys(
        ("Papers by type", "Papers by venue", "Papers by author", "Papers by keyword"),
        "Below a chart: how many papers there are of each.",
    ),
    "Cite as": f"{_HEADING} Below it stands the reference to the paper.",
    "Informal": "Before a short reference for running text: title, authors, venue and year.",
    **dict.fromkeys(
        (
            "Equal contribution",
            "Shared first authorship",
            "Shared last authorship",
            "Corresponding author",
        ),
        "What a sign at the name of an author means.",
    ),
    "Export": f"{_HEADING} Below it stands the paper in several formats, to copy and to download.",
    "Versions": f"{_HEADING} Below it stand other versions of the same work, a preprint say.",
    "Related works": f"{_HEADING} Below it stand other works that have to do with this one.",
    "Download": "A link: saves the text beside it as a file.",
    "Fix this entry": "A link to the source of an entry, where a mistake can be put right.",
    "Also published as": "Before other spellings of a person's name.",
    "Homepage": "A link to a person's own page.",
    "Overview": "The name of what stands beside a list, for screen readers: a chart and counts.",
    "Papers per year": "The caption of a chart.",
    "Show all": "The label of a fold that holds the rest of a list; a number follows.",
    "Plain text": "The name of a format.",
    "Markdown": "The name of a format; a proper name.",
    "URL": "The label of a web address; a proper name.",
    "Atom": "The name of a kind of feed; a proper name.",
    **dict.fromkeys(
        ("DOI", "arXiv", "ISBN", "ISSN", "RIS", "CSL-JSON", "BibLaTeX", "CSV", "JSON"), "A proper name."
    ),
}
