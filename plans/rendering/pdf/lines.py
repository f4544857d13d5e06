"""Line breaking of Chinese text, without looking four lines ahead or asking anything twice.

To break one line WeasyPrint shapes as much text as would fill it with letters a quarter as
wide as high: four lines of Chinese, each thus shaped four times. A little more than one line
is enough, as long as some of it stays over; where none does, WeasyPrint is asked as before.
A style's height of line and its font stay as they are. The lines are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.layout import inline
from weasyprint.text import line_break

_split = inline.split_first_line
_strut = inline.strut
_description = line_break.get_font_description
_LOOKAHEAD = 1.15
"""Of the full-width characters that a line holds."""
_MORE, _LEFT = 4, 4
"""Characters read in any case, and those that must stay over to be sure of the break."""
_NARROWEST = 4.0
"""WeasyPrint looks ahead like this from lines at least so many characters wide."""
_UNBOUNDED = 2**20


def break_lines_faster() -> None:
    """Put ours in the place of WeasyPrint's; done once, at import."""
    inline.split_first_line = _split_first_line
    inline.strut = _kept_with_style(_strut)
    line_break.get_font_description = _kept_with_style(_description)


def break_lines_as_before() -> None:
    """Take ours back: for comparing."""
    inline.split_first_line = _split
    inline.strut = _strut
    line_break.get_font_description = _description


def _split_first_line(
    text: str, style: Any, context: Any, max_width: float | None, *more: Any, **options: Any
) -> Any:
    beginning = _beginning(text, style, max_width)
    if beginning:
        answer = _split(beginning, style, context, max_width, *more, **options)
        resume_at = answer[2]
        if resume_at is not None and len(beginning.encode()[resume_at:].decode()) >= _LEFT:
            return answer
    return _split(text, style, context, max_width, *more, **options)


def _beginning(text: str, style: Any, max_width: float | None) -> str:
    """As much of the text as one line needs; nothing where that would not be less."""
    size = style["font_size"]
    if not max_width or not size or not size * _NARROWEST <= max_width < _UNBOUNDED:
        return ""
    count = int(max_width / size * _LOOKAHEAD) + _MORE
    beginning = text[:count]
    return "" if len(text) <= count or "\n" in beginning else beginning


def _kept_with_style(ask: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same function, which asks once for every style."""
    name = f"_kept_{ask.__name__}"

    def answer(style: Any) -> Any:
        known = style.__dict__.get(name)
        if known is None:
            known = style.__dict__[name] = ask(style)
        return known

    return answer
