"""The words of entries, citations and the filter bar: message ids, with notes for translators.

A placeholder, ``{}`` or ``{name}``, is replaced by a number, a name or a year. The text in braces must not be
translated.
"""

from __future__ import annotations

from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.formats.bibtex.fields import GENRES
from sphinxext_pubs.formats.bibtex.localization import NUMBERED_SERIES
from sphinxext_pubs.notation import l10n
from sphinxext_pubs.render import contributors, editions, references

#: The words of entries and citations, except for button labels and publication statuses.
ENTRY: dict[str, str] = {
    "Abstract": "The title of a fold.",
    "BibTeX": "The title of a fold that contains the entry in BibTeX; a proper name.",
    "Cited in": "Before the titles of the pages that cite a paper; also the heading of a column.",
    "Cited on page {}": "In a PDF: the page that cites a paper, one number.",
    "Cited on pages {}": "In a PDF: the pages that cite a paper, numbers with commas.",
    "Untitled": "Replaces a missing title.",
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
    **dict.fromkeys(dict.fromkeys(GENRES.values()), "The kind of a thesis, a report, a patent or a disc."),
    **dict.fromkeys(("new series", "old series"), "The series of a journal, after its name."),
    NUMBERED_SERIES: "The series of a journal, after its name: a feminine ordinal, such as 3rd series.",
    **dict.fromkeys(("verse {}", "verses {}"), "One verse, several verses: verse 2."),
    **dict.fromkeys(("col. {}", "cols. {}"), "One column, several columns of a text: col. 2."),
    **dict.fromkeys(
        (*contributors.ROLES.values(), contributors.EDITED_BY),
        "After the title: people with a role, one name or several.",
    ),
    **dict.fromkeys(
        (label for pair in contributors.EDITOR_TYPES.values() for label in pair),
        "In parentheses after names: an abbreviation for one person, or several, of this role (compiler, "
        "redactor, reviser, collaborator, translator, organizer, director).",
    ),
    **dict.fromkeys(
        (contributors.COLLABORATION, contributors.COLLABORATIONS),
        "In parentheses after the authors: a scientific collaboration, or several: LHCb Collaboration.",
    ),
    "vols. {}": "Several volumes, in a citation: vols. 1–2.",
    "vol. {}": "Volume of a journal or series: vol. 12.",
    "no. {}": "Number of an issue or report: no. 3.",
    editions.NUMBERED: "Edition of a book, as a number: edition 2. In English, “{} edition” is used instead.",
    editions.NAMED: "Edition of a book, in words from the data: Revised edition.",
    "{} volumes": "The number of volumes of a work, more than one: 3 volumes.",
    "{} pages": "The number of pages of a work, more than one: 300 pages.",
    references.ACCESSED: "In parentheses after an address: the date on which it was read.",
    "version {}": "Version of a program or data set: version 1.2.",
}

_SEASON = "A date of publication: a season and its year, in the middle of a line."

#: The seasons, from spring to winter.
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
    "Source": f"{_CONTROL} The file that contains an entry.",
    "From": "The label of the field for the first year of a range.",
    "To": "The label of the field for the last year of a range.",
    "Sort": "The label of the menu of sort orders.",
    "As listed": f"{_ORDER} The order of the papers on the page.",
    **dict.fromkeys(("Newest first", "Oldest first", "By title", "By first author"), _ORDER),
    "Open all abstracts": "A button.",
    "Close all abstracts": "A button.",
    "Download BibTeX": "A button: saves the papers that are shown as a .bib file.",
    "{shown} of {all} papers": "The number of papers shown, two numbers; announced by screen readers.",
    "1 paper": "The number of papers, if it is one.",
    "{all} papers": "The number of papers; announced by screen readers.",
    "Clear all": "A button: removes every condition.",
    "Remove {}": "A button on a condition, for screen readers: removes the condition “{}”.",
    "No paper matches.": "Shown instead of the list; a sentence.",
    "Search options": "The label of a search box in a long menu.",
    "{} more – type to search": "The end of a long menu: how many choices are left out, and what to do.",
    "Copy": "A button: copies the BibTeX entry next to it.",
    "Copied": "Shown on a button for a moment after copying.",
    "Copying failed": "Shown on a button for a moment if copying failed.",
    "cite": "A button in the row of buttons, short, in their style: copies the formatted citation.",
    "Copy the citation": "What the button “cite” does, for screen readers and as a tooltip.",
    "Copy the BibTeX entry": "What the button “Copy” does, for screen readers and as a tooltip.",
    "Page {} of {}": "The current page of a list that is split into pages: two numbers in this order.",
    "Previous page": "A link between the pages of a list.",
    "Next page": "A link between the pages of a list.",
    "Pages of the list": "The name of the links between the pages of a list, for screen readers.",
    "On page {}": "The other page of a list that contains a paper: a number.",
    "Filter by {}": "What a click on a name, a venue or a keyword does: shows only papers with “{}”.",
    "Filters cleared; showing all papers": "Announced by screen readers when no filter is left; a sentence.",
    "Any": "The first choice in a menu of awards: papers with any award at all.",
    **dict.fromkeys(
        (
            "Title",
            "Authors",
            "Editors",
            "Links",
            "Details",
            "Note",
            "Members",
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
    "Loading the other pages of the list": "Announced while the script loads the rest of a long list.",
    "The other pages of the list could not be loaded": "Announced if loading them failed.",
}

_FACT = "The label of a fact on the page of a paper: a word or two."
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
            "Eprint",
        ),
        _FACT,
    ),
    "Papers": f"{_HEADING} Plural.",
    "Cite as": f"{_HEADING} Followed by the reference to the paper.",
    "Informal": "Before a short reference for running text: title, authors, venue and year.",
    **dict.fromkeys(
        (
            "Equal contribution",
            "Shared first authorship",
            "Shared last authorship",
            "Corresponding author",
        ),
        "The meaning of a sign at the name of an author.",
    ),
    "Export": f"{_HEADING} Followed by the paper in several formats, to copy and to download.",
    "Versions": f"{_HEADING} Followed by other versions of the same work, such as a preprint.",
    "Related works": f"{_HEADING} Followed by other works that are related to this one.",
    "Download": "A link: saves the text next to it as a file.",
    "Fix this entry": "A link to the source of an entry, for correcting mistakes.",
    "Also published as": "Before other spellings of a person's name.",
    "Homepage": "A link to a person's website.",
    "Overview": "The name of the chart and counts next to a list, for screen readers.",
    "Show all": "The label of a fold with the rest of a list; a number follows.",
    "Plain text": "The name of a format.",
    "Markdown": "The name of a format; a proper name.",
    "URL": "The label of a web address; a proper name.",
    "Atom": "The name of a kind of feed; a proper name.",
    **dict.fromkeys(("DOI", "arXiv", "ISBN", "ISSN"), "A proper name."),
    **{row.label: "A proper name." for row in FORMATS if row.is_written and row.label not in ENTRY},
}
