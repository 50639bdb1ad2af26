"""Elements of citeproc-py with corrections, to follow CSL 1.0.2.

They are registered with our parser only, so other uses of citeproc-py are not affected. Only
:mod:`sphinxext_pubs.citations.csl.citeproc` imports this module, since it requires the package.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from citeproc import model
from citeproc.source import VariableError
from lxml import etree

from sphinxext_pubs.citations.csl.element_dates import Date, Options, use_variable
from sphinxext_pubs.citations.csl.page_ranges import last_page
from sphinxext_pubs.citations.csl.style import NAMESPACE

#: A mark after particles such as d’ or al-, which are joined with the next word.
JOINER = "\ue00f"

#: Marks, and characters that are ignored in sorting.
_MARKS = "\ue000-\uf8ff"
_IGNORED_IN_SORTING = re.compile(rf"[{_MARKS}\"“”„«»‘‹›\[\](){{}},.;:¿¡–—]")


class Layout(model.Layout):
    """Writes each entry; variables shown by a ``substitute`` are not shown again."""

    def render_bibliography(self, items: Sequence[Any]) -> list[str]:
        return [self.rendered_entry(item) for item in items]

    def rendered_entry(self, item: Any) -> str:
        self.start()
        inner = self.render_children(item)
        return "" if inner is None else str(self.format(self.wrap(inner)))

    def start(self) -> None:
        """Reset the state for an entry or a sort key."""
        self.repressed: dict[str, list[str]] = {}
        self.called = 0
        self.shown: list[str] = []
        self.suppressed: set[str] = set()
        self.substituting = False


class Substitute(model.Substitute):
    """Shows the first non-empty child, and suppresses its variables in the rest of the entry."""

    def render(self, item: Any, context: Options = None, **options: Options) -> Any:
        layout = (context if context is not None else self).get_layout()
        names = self.getparent()
        for child in self.iterchildren():
            before, outer = len(layout.shown), layout.substituting
            layout.substituting = True
            extra = {"names_context": names} if child.tag == names.tag and child.name is None else {}
            try:
                text = child.render(item, context=context, **extra, **options)
            except VariableError:
                continue
            finally:
                layout.substituting = outer
            if text:
                layout.suppressed.update(filter(None, layout.shown[before:]))
                return text
        return None


class PageRanges:
    """Shortens page ranges only by CSL's rules."""

    def _format_last_page(self, first: Any, last: Any) -> str:
        root: Any = self
        return last_page(str(first), str(last), root.get_root().get_option("page-range-format"))


class Text(PageRanges, model.Text):
    """Text; a macro that shows only words of the style counts as a non-empty variable."""

    def process(
        self, item: Any, context: Options = None, sort_options: Options = None, **options: Options
    ) -> Any:
        rendering = context if context is not None else self
        if self.get("variable", "year-suffix") not in self.generated_variables:
            use_variable(self, item, self.get("variable"), rendering)
        if "macro" not in self.attrib:
            return super().process(item, context=context, **options)
        layout = rendering.get_layout()
        called = layout.called
        text = self.get_macro(self.get("macro")).render(item, rendering, sort_options)
        if text and layout.called == called:
            layout.called += 1
            layout.shown.append("")
        return text, item.reference.get("language", self.get_root().get("default-locale", "en"))[:2]


class Number(PageRanges, model.Number):
    """Numbers, including those of variables with hyphens."""

    def process(self, item: Any, context: Options = None, **options: Options) -> Any:
        variable = self.get("variable")
        use_variable(self, item, variable, context)
        name = "page" if variable == "page-first" else variable.replace("-", "_")
        return self._process(item.reference[name], variable)


class Label(model.Label):
    """Labels of existing numbers; labels of names are omitted in sort keys."""

    def process(
        self, item: Any, variable: Any = None, plural: Any = None, context: Options = None, **options: Options
    ) -> Any:
        if options.pop("sort_options", None) is not None:
            return None
        if variable is None and self.get("variable") != "locator":
            name = self.get("variable").replace("-", "_")
            if not item.reference.get(name):
                return None
            value = str(item.reference[name])
            counted = self.get("variable").startswith("number-of-")
            plural = self.RE_MULTIPLE_NUMBERS.search(value) is not None or (counted and value.strip() != "1")
        return super().process(item, variable, plural, context, **options)


class Names(model.Names):
    """Names of all roles in CSL, each role with its label."""

    def process(
        self, item: Any, names_context: Any = None, context: Options = None, **options: Options
    ) -> Any:
        rendering = context if context is not None else self
        around = names_context if names_context is not None else self
        roles = self._roles(item)
        output = []
        for role, shown_as in roles:
            try:
                use_variable(self, item, role, rendering)
            except VariableError:
                continue
            if item.reference.get(role.replace("-", "_")):
                output.append(self._render_role(item, role, shown_as, around, rendering, options))
        output = [text for text in output if text is not None]
        if output and all(isinstance(text, int) for text in output):
            return str(sum(output)) if sum(output) else None
        if output:
            return around.join(output, around.get_parent_delimiter(rendering))
        substitute = self.substitute()
        if substitute is None:
            raise VariableError
        return substitute.render(item, context=rendering, **options)

    def _roles(self, item: Any) -> list[tuple[str, str]]:
        """Return roles with the terms of their labels; identical editors and translators are merged."""
        roles = self.get("variable").split()
        if set(roles) == {"editor", "translator"}:
            editor = item.reference.get("editor")
            if editor and editor == item.reference.get("translator") and self.get_term("editortranslator"):
                return [("editor", "editortranslator")]
        return [(role, role) for role in roles]

    def _render_role(
        self, item: Any, role: str, shown_as: str, around: Any, rendering: Any, options: Mapping[str, Any]
    ) -> Any:
        variable = role.replace("-", "_")
        text = around.name.render(item, variable, context=rendering, **options)
        label = around.label
        if text is None or isinstance(text, int) or label is None:
            return text
        label_text = label.render(item, shown_as, len(item.reference[variable]) > 1, **options)
        if label_text is None:
            return text
        return (
            label_text + text
            if label.getnext() is not None and _is_before(label, around.name)
            else text + label_text
        )


def _is_before(label: Any, name: Any) -> bool:
    siblings = list(label.getparent())
    return siblings.index(label) < siblings.index(name)


class Name(model.Name):
    """A list of names: initials, and commas that depend on the name before them."""

    #: True if the name before the last, or before “et al.”, is inverted.
    _inverted = False

    def process(
        self, item: Any, variable: str, context: Options = None, sort_options: Options = None, **options: Any
    ) -> Any:
        names = item.reference.get(variable, [])
        least = self.get_option("et-al-min", context, sort_options)
        first = self.get_option("et-al-use-first", context, sort_options)
        given = self._inherited("et-al-use-first", context) or (sort_options or {}).get("et-al-use-first")
        if not given:  # only both options together shorten a list
            sort_options = {**(sort_options or {}), "et-al-min": 0}
            least = 0
        shortened = bool(least) and len(names) >= least and len(names) > 1
        if self.get_option("form", context, sort_options) == "count":
            return min(first, len(names)) if shortened else len(names)
        if shortened and first < 1:
            return None
        previous = (first if shortened else len(names) - 1) - 1
        order = super().get_option("name-as-sort-order", context, sort_options)
        inverted = order == "all" or (order == "first" and previous == 0)
        self._inverted = inverted and 0 <= previous < len(names) and "literal" not in names[previous]
        return super().process(item, variable, context=context, sort_options=sort_options, **options)

    def get_option(self, name: str, context: Options = None, sort_options: Options = None) -> Any:
        value = super().get_option(name, context, sort_options)
        if value == "after-inverted-name":
            return "always" if self._inverted else "never"
        return value

    def markup(self, text: Any) -> Any:
        return text if isinstance(text, int) else super().markup(text)

    def initialize(self, given: str, mark: str, context: Options) -> str:
        """Return the given names as initials; with ``initialize="false"`` only initials are changed."""
        only_initials = self._inherited("initialize", context) == "false"
        hyphens = self._inherited("initialize-with-hyphen", context) != "false"
        result = ""
        for part in re.findall(r"-|[^\s.\-]+\.?|\.", given):
            if part == "-":
                result = result.rstrip() + "-" if hyphens else result
                continue
            match = re.match(rf"([{_MARKS}]*)([^\s.{_MARKS}]+)(\.?)([{_MARKS}]*)", part)
            if match is None:
                result += part
                continue
            before, letters, _, after = match.groups()
            apart = " " if result and not result.endswith((" ", "-")) else ""
            if letters[0].islower() or (only_initials and len(letters) > 1):
                result += f"{apart}{part} "
            else:
                end = " " if mark.endswith(" ") else ""
                result += f"{before}{letters[0]}{mark.rstrip()}{after}{end}"
        return result.strip()

    def _inherited(self, name: str, context: Options) -> str:
        rendering = context if context is not None else self
        around = rendering.xpath_search("./ancestor::*[self::cs:citation or self::cs:bibliography][1]")
        for element in (self, *around, self.get_root()):
            if element.get(name) is not None:
                return str(element.get(name))
        return ""


class Group(model.Group):
    """A group, which is shown if it uses no variables, or at least one that is not empty."""

    def process(self, item: Any, context: Options = None, **options: Options) -> Any:
        layout = (context if context is not None else self).get_layout()
        called, shown = layout.called, len(layout.shown)
        output = []
        for child in self.iterchildren():
            extra = {"delimiter": self.get("delimiter", "")} if isinstance(child, model.Choose) else {}
            try:
                output.append(child.render(item, context=context, **extra, **options))
            except VariableError:
                continue
        output = [text for text in output if text is not None]
        if not output or (layout.called > called and len(layout.shown) == shown):
            raise VariableError
        return self.join(output)


class Key(model.Key):
    """Sort keys: words without marks, quotes and accents."""

    def sort_keys(self, items: Sequence[Any], context: Any) -> list[Any]:
        context.get_layout().start()
        keys = super().sort_keys(items, context)
        return [_text_sort_key(key) if isinstance(key, str | list) else key for key in keys]


def _text_sort_key(key: Any) -> str:
    plain = _IGNORED_IN_SORTING.sub("", str(key).replace(f"{JOINER} ", ""))
    decomposed = unicodedata.normalize("NFKD", re.sub("[-'’]", " ", plain).casefold())
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())


class Macro(model.Macro):
    """A macro; as a sort key it resets what substitutes have shown."""

    def render(self, item: Any, context: Options = None, sort_options: Options = None) -> Any:
        if sort_options is not None and self._is_key(context):
            context.get_layout().start()
        return super().render(item, context, sort_options)

    @staticmethod
    def _is_key(context: Any) -> bool:
        return isinstance(context, model.Layout)


ELEMENTS = (Layout, Substitute, Text, Number, Label, Names, Name, Date, Group, Key, Macro)


class Style:
    """A style for citeproc-py's bibliography, parsed with the elements above."""

    def __init__(self, xml: str, locale: str, formatter: Any) -> None:
        lookup = etree.ElementNamespaceClassLookup()
        namespace = lookup.get_namespace(NAMESPACE.strip("{}"))
        namespace[None] = model.CitationStylesElement
        subclasses = model.CitationStylesElement.__subclasses__()
        originals = [element for element in subclasses if element.__module__ == model.__name__]
        elements = {cls.__name__.replace("_", "-").lower(): cls for cls in (*originals, *ELEMENTS)}
        namespace.update(elements)
        parser = etree.XMLParser(remove_comments=True, no_network=True, resolve_entities=False)
        parser.set_element_class_lookup(lookup)
        self.root = etree.parse(BytesIO(xml.encode()), parser).getroot()
        self.root.formatter = formatter
        self.root.set_locale_list(locale, validate=False)

    @property
    def numbers_descending(self) -> bool:
        """True if entries are numbered in descending order, as the style's sort key by number requires."""
        keys = self.root.xpath_search("./cs:bibliography/cs:sort/cs:key")
        numbering = [key for key in keys if self._sorts_by_number(key)]
        return bool(numbering) and numbering[-1].get("sort") == "descending"

    def _sorts_by_number(self, element: Any) -> bool:
        if element.get("variable") == "citation-number":
            return True
        inner = list(element)
        if element.get("macro"):
            inner.append(element.get_macro(element.get("macro")))
        return any(map(self._sorts_by_number, inner))

    def sort_bibliography(self, items: Sequence[Any]) -> Any:
        """Return the items in the style's order."""
        return self.root.bibliography.sort(items)

    def render_bibliography(self, items: Sequence[Any]) -> Any:
        """Return an entry for each item; empty if it shows nothing."""
        return self.root.bibliography.render(items)
