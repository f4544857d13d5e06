"""Every change to the inside of WeasyPrint and pydyf, proved on one version of each.

They make our PDF faster and leave its text, lines and tags as they are. On any other version
they stay off, since what stands inside may then mean something else, and the start-up check
says so. What is changed is named as text and resolved only when it is switched on: this module
can be imported whatever is installed.

Lines: to break one, WeasyPrint shapes as much text as would fill it with letters a quarter as
wide as high: four lines of Chinese, each thus shaped four times. A little more than one line
is enough, as long as some of it stays over; where none does, WeasyPrint is asked as before.
Height of line and font are asked once for every style.

Pages: their styles are computed anew for every page, with those of sixteen margin boxes, since
a style sheet may ask for the page's number. Ours asks for left and right, the first, and names.

Fonts: each @font-face is copied into a folder under the temporary directory, 45 MB for every
process, which a killed worker leaves behind. Faces that are files already are named in place.

Writing: WeasyPrint asks pydyf for the references of all pages once per tagged element, and
pydyf builds that tuple anew each time, with 277 pages a sixth of the whole time; and it packs
at the highest level, three times as long for one hundredth less.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Mapping
from importlib.metadata import version
from pathlib import Path
from pkgutil import resolve_name
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

PROVED_ON: Final = {"weasyprint": "70.0", "pydyf": "0.13.0"}
"""To take another version: set it here, run tests/plans/rendering and compare the bench."""

_LOOKAHEAD = 1.15
"""Of the full-width characters that a line holds."""
_MORE, _LEFT = 4, 4
"""Characters read in any case, and those that must stay over to be sure of the break."""
_NARROWEST = 4.0
"""WeasyPrint looks ahead like this from lines at least so many characters wide."""
_UNBOUNDED = 2**20
_LEVEL = 7
"""Of packing; pydyf asks for 9."""
_HEADER = b'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'

_replaced: dict[str, Any] = {}
"""What stood in the places that are ours now."""


def installed_versions() -> dict[str, str]:
    """The versions that are installed of what is changed here."""
    return {name: version(name) for name in PROVED_ON}


def complaints(installed: Mapping[str, str]) -> list[str]:
    """A Chinese sentence for each version on which nothing was proved; [] if all were."""
    return [
        f"排版组件{name}的版本是{installed[name]}，提速措施只在{proved}版上验证过，已自动停用，"
        "生成PDF会变慢。请管理员执行 make setup 装回验证过的版本。"
        for name, proved in PROVED_ON.items()
        if installed[name] != proved
    ]


def switch_on(installed: Mapping[str, str]) -> bool:
    """Put ours in their places, if these are the versions proved; whether they stand there."""
    if complaints(installed):
        return False
    for place in CHANGES.keys() - _replaced.keys():
        owner, name = _owner_of(place)
        _replaced[place] = getattr(owner, name)
        setattr(owner, name, CHANGES[place](_replaced[place]))
    return True


def switch_off(places: Collection[str]) -> None:
    """Put back what stood in these places, keys of CHANGES, before ours."""
    for place in _replaced.keys() & set(places):
        owner, name = _owner_of(place)
        setattr(owner, name, _replaced.pop(place))


def _owner_of(place: str) -> tuple[Any, str]:
    owner, _, name = place.rpartition(".")
    return resolve_name(owner), name


def _reading_one_line(original: Callable[..., Any]) -> Callable[..., Any]:
    def split_first_line(
        text: str, style: Any, context: Any, max_width: float | None, *more: Any, **options: Any
    ) -> Any:
        beginning = _beginning(text, style, max_width)
        if beginning:
            answer = original(beginning, style, context, max_width, *more, **options)
            resume_at = answer[2]
            if resume_at is not None and len(beginning.encode()[resume_at:].decode()) >= _LEFT:
                return answer
        return original(text, style, context, max_width, *more, **options)

    return split_first_line


def _beginning(text: str, style: Any, max_width: float | None) -> str:
    """As much of the text as one line needs; nothing where that would not be less."""
    size = style["font_size"]
    if not max_width or not size or not size * _NARROWEST <= max_width < _UNBOUNDED:
        return ""
    count = int(max_width / size * _LOOKAHEAD) + _MORE
    beginning = text[:count]
    return "" if len(text) <= count or "\n" in beginning else beginning


def _kept_with_style(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same function, which asks once for every style."""
    name = f"_kept_{original.__name__}"

    def answer(style: Any) -> Any:
        known = style.__dict__.get(name)
        if known is None:
            known = style.__dict__[name] = original(style)
        return known

    return answer


def _shared_by_kind(original: Callable[[Any, Any, Any], None]) -> Callable[[Any, Any, Any], None]:
    """A style sheet with ``:nth()`` would need more than the kind; ours has none."""

    def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
        known = style_for.__dict__.setdefault("_styles_of_kinds", {})
        kind = (page_type.side, page_type.blank, page_type.index == 0, page_type.name)
        computed = style_for.get_computed_styles()
        if kind not in known:
            there = len(computed)
            original(page_type, html, style_for)
            known[kind] = {key[1]: computed[key] for key in list(computed)[there:]}
        for pseudo, style in known[kind].items():
            computed[page_type, pseudo] = style

    return set_page_type_computed_styles


def _named_in_place(original: Callable[..., None]) -> Callable[..., None]:
    """For rules whose source is a file; any other source goes WeasyPrint's way."""
    weights = resolve_name("weasyprint.text.constants.FONTCONFIG_WEIGHT")
    binding = resolve_name("weasyprint.text.ffi")

    def add_font_face(fonts: Any, rule_descriptors: dict[str, Any], url_fetcher: Any) -> None:
        source = urlsplit(rule_descriptors["src"][0][1] or "")
        if source.scheme != "file":
            original(fonts, rule_descriptors, url_fetcher)
            return
        path = Path(unquote(source.path))
        named = fonts.__dict__.setdefault("_named_in_place", set())
        if path in named:
            return
        named.add(path)
        weight = weights[rule_descriptors["font_weight"]]
        rules = _naming(path, rule_descriptors["font_family"], weight)
        binding.fontconfig.FcConfigParseAndLoadFromMemory(fonts._config, rules, True)
        binding.fontconfig.FcConfigAppFontAddFile(fonts._config, str(path).encode())
        map_ = binding.ffi.cast("PangoFcFontMap *", fonts.font_map)
        binding.pangoft2.pango_fc_font_map_config_changed(map_)

    return add_font_face


def _naming(path: Path, family: str, weight: int) -> bytes:
    """Fontconfig's rules that give a file the family and weight of its @font-face."""
    root = Element("fontconfig")
    match = SubElement(root, "match", target="scan")
    test = SubElement(match, "test", name="file", compare="eq")
    SubElement(test, "string").text = str(path)
    edit = SubElement(match, "edit", name="family", mode="prepend")
    SubElement(edit, "string").text = family
    edit = SubElement(match, "edit", name="weight", mode="assign_replace")
    SubElement(edit, "int").text = str(weight)
    return _HEADER + tostring(root, encoding="utf-8")


def _remembered(original: Any) -> property:
    """Remembered as long as no page is added; what is read back is the same."""

    def page_references(pdf: Any) -> tuple[bytes, ...]:
        count = len(pdf.pages["Kids"])
        known: tuple[int, tuple[bytes, ...]] = pdf.__dict__.get("_known_references", (-1, ()))
        if known[0] != count:
            known = (count, original.fget(pdf))
            pdf.__dict__["_known_references"] = known
        return known[1]

    return property(page_references)


def _packing_faster(original: Any) -> SimpleNamespace:
    """pydyf's zlib: a lower level, the same stream when unpacked."""

    def compressobj(level: int = _LEVEL) -> Any:
        return zlib.compressobj(min(level, _LEVEL))

    return SimpleNamespace(compressobj=compressobj, compress=original.compress)


CHANGES: Final[dict[str, Callable[[Any], Any]]] = {
    "weasyprint.layout.inline.split_first_line": _reading_one_line,
    "weasyprint.layout.inline.strut": _kept_with_style,
    "weasyprint.text.line_break.get_font_description": _kept_with_style,
    "weasyprint.layout.page.set_page_type_computed_styles": _shared_by_kind,
    "weasyprint.text.fonts.FontConfiguration.add_font_face": _named_in_place,
    "pydyf.PDF.page_references": _remembered,
    "pydyf.zlib": _packing_faster,
}
"""What stands inside → ours, made from it. Only the last changes a byte: how streams are packed."""
