"""WeasyPrint's fonts, used where they lie.

WeasyPrint copies each @font-face into a folder of its own under the temporary directory, 45 MB
for every process, which a killed worker leaves behind. The faces of ours are files already.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from weasyprint.text.constants import FONTCONFIG_WEIGHT
from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration

_HEADER = b'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'


class FacesInPlace(FontConfiguration):
    """Takes @font-face rules whose source is a file: URL, and names the file in its place."""

    def __init__(self) -> None:
        super().__init__()
        self._named: set[Path] = set()

    def add_font_face(self, rule_descriptors: dict[str, Any], url_fetcher: object) -> None:
        """Make a face known; ``url_fetcher`` is not asked, nothing is read or copied."""
        del url_fetcher
        path = Path(unquote(urlsplit(rule_descriptors["src"][0][1]).path))
        if path in self._named:
            return
        self._named.add(path)
        weight = FONTCONFIG_WEIGHT[rule_descriptors["font_weight"]]
        rules = _naming(path, rule_descriptors["font_family"], weight)
        fontconfig.FcConfigParseAndLoadFromMemory(self._config, rules, True)
        fontconfig.FcConfigAppFontAddFile(self._config, str(path).encode())
        pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", self.font_map))


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
