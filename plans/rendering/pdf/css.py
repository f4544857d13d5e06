"""The style sheet of the PDF, made from ``plans.rendering.layout`` and from nothing else."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from plans.rendering import layout
from plans.rendering.fonts import FILES, SYNTHETIC_BOLD, FontFile
from plans.rendering.layout import Face, Page, mm_to_pt

_HALF_LEADING_PT = (layout.LINE_PT - layout.BODY_PT) / 2
_PAGE_NUMBER_TOP_PT = mm_to_pt(layout.PAGE_NUMBER_GAP_MM) - layout.SMALL_PT / 2
"""Puts the dash, which lies in the middle of its line, as far below 版心 as it should be."""


@lru_cache(maxsize=8)
def style_sheet(
    fonts: Path, *, page: Page, first_number: bool, page_numbers: bool, line_numbers: bool
) -> str:
    """The whole style sheet for one kind of page."""
    rules = [
        *(_font_face(fonts, file) for file in (*FILES, *SYNTHETIC_BOLD)),
        _pages(page),
        _page_numbers() if page_numbers else "",
        "" if first_number else _NO_FIRST_NUMBER,
        _line_numbers() if line_numbers else "",
        _body(),
        _headings(),
        _titles(),
        _letterhead(),
        _closing(),
        _tables(),
        _codes(),
        _toc(),
        _lines(),
    ]
    return "\n".join(rules)


def family(face: Face) -> str:
    """CSS of a face: Latin letters from the Latin face, rare characters from Noto."""
    weight = "font-weight:700" if face.bold else "font-weight:400"
    names = ",".join(f'"{name}"' for name in (layout.LATIN.pdf, face.pdf, layout.RARE.pdf))
    return f"font-family:{names};{weight}"


def _font_face(folder: Path, file: FontFile) -> str:
    weight = 700 if file.bold else 400
    url = (folder / file.name).as_uri()
    return f'@font-face{{font-family:"{file.family}";font-weight:{weight};src:url("{url}")}}'


def _margins(page: Page) -> str:
    return f"{page.top}mm {page.right}mm {page.bottom}mm {page.left}mm"


def _pages(page: Page) -> str:
    turned = layout.LANDSCAPE
    return f"""
@page {{size:{page.width}mm {page.height}mm;margin:{_margins(page)};
  @footnote{{border:0;margin:0;padding:0}}}}
@page turned {{size:{turned.width}mm {turned.height}mm;margin:{_margins(turned)};
  @bottom-left{{content:none}} @bottom-right{{content:none}} @left-top{{content:none}}}}
.turned{{page:turned}}
.alone{{break-before:page;break-after:page}}"""


_NO_FIRST_NUMBER = "@page :first{@bottom-right{content:none}}"


def _page_numbers() -> str:
    inset = layout.PAGE_NUMBER_INSET_CELLS * layout.SMALL_PT
    text = f"""content:"— " counter(page) " —";white-space:nowrap;letter-spacing:0;
  font:{layout.SMALL_PT}pt/{layout.SMALL_PT}pt "{layout.SONG.pdf}";vertical-align:top;
  padding-top:{_PAGE_NUMBER_TOP_PT:.3f}pt"""
    return f"""
@page :right{{@bottom-right{{{text};padding-right:{inset}pt;text-align:right}}}}
@page :left{{@bottom-left{{{text};padding-left:{inset}pt;text-align:left}}}}
@page turned:right{{@left-bottom{{{_turned(text)};padding-right:{inset}pt;text-align:right}}}}
@page turned:left{{@left-top{{{_turned(text)};padding-left:{inset}pt;text-align:left}}}}"""


def _line_numbers() -> str:
    numbers = "\\A ".join(str(number) for number in range(1, layout.LINES + 1))
    return f"""@page{{@left-top{{content:"{numbers}";white-space:pre;vertical-align:top;
  font:{layout.LINE_NUMBER_PT}pt/{layout.LINE_PT}pt "{layout.LATIN.pdf}";text-align:right;
  padding-right:{layout.LINE_NUMBER_GAP_MM}mm;letter-spacing:0}}}}"""


def _turned(text: str) -> str:
    """The number in the left margin, in a square box that is turned about its middle (7.6)."""
    height = mm_to_pt(layout.LANDSCAPE.left) - _PAGE_NUMBER_TOP_PT
    return f"{text};height:{height:.3f}pt;transform:rotate(90deg)"


def _body() -> str:
    return f"""
html{{{family(layout.FANG)};font-size:{layout.BODY_PT}pt;line-height:{layout.LINE_PT}pt;
  letter-spacing:{layout.CHARACTER_SPACING_PT:.3f}pt;color:#{layout.BLACK};
  text-align:left;orphans:1;widows:1;font-kerning:none;hyphens:none;
  overflow-wrap:anywhere}}
body{{margin:0}}
p,h1,h2,h3,h4,h5,h6{{margin:0;font-size:inherit;font-weight:inherit}}
p,.run-in,h2,h3,h4,h5,h6{{text-indent:{_indent()}}}
.part + .part{{break-before:page}}
.break{{break-after:page}}
b{{font-weight:700}}
.rare{{font-family:"{layout.RARE.pdf}";line-height:1}}
.flush,.addressee,.attachment,.center,.right{{text-indent:0}}
.center{{text-align:center}}
.right{{text-align:right}}
.attachment{{{family(layout.HEI)}}}
ins{{color:#{layout.INSERTED};text-decoration:underline}}
del{{color:#{layout.DELETED};text-decoration:line-through}}"""


def _indent() -> str:
    return f"{layout.INDENT_CELLS * layout.CELL_PT:.3f}pt"


def _headings() -> str:
    faces = "".join(
        f".level-{level}{{{family(face)}}}\n" for level, face in layout.HEADING_FACES.items()
    )
    return f"""{faces}
[data-mark]{{bookmark-label:attr(data-mark)}}
h2,h3,h4,h5,h6{{break-after:avoid;break-inside:avoid}}
.run-in>*,.name,.signer,b,ins,del{{line-height:1}}
.run-in>*{{display:inline}}
.in-1,.in-2{{orphans:2}}"""


def _titles() -> str:
    return f"""
.title{{{family(layout.XBS)};font-size:{layout.TITLE_PT}pt;line-height:{layout.TITLE_LINE_PT}pt;
  letter-spacing:0;text-align:center;text-indent:0;break-after:avoid;break-inside:avoid}}
.title span{{display:block}}
.label{{{family(layout.KAI)};text-align:center;text-indent:0}}"""


def _letterhead() -> str:
    rule = f"{layout.RED_LINE_MM}mm solid #{layout.RED}"
    gap = layout.RED_LINE_GAP_MM - _HALF_LEADING_PT / layout.PT_PER_MM
    return f"""
.letterhead p,.blanks>span{{text-indent:0;white-space:nowrap}}
.letterhead{{position:relative}}
.mark{{{family(layout.XBS)};color:#{layout.RED};text-align:center;letter-spacing:0;
  line-height:{layout.MARK_LINE}}}
.mark p{{white-space:nowrap}}
.corner{{position:absolute;top:0;left:0}}
.corner .urgency{{{family(layout.HEI)}}}
.number{{border-bottom:{rule};padding-bottom:{gap:.3f}mm;text-align:center;
  margin-top:{layout.NUMBER_GAP_LINES * layout.LINE_PT}pt}}
.letter .mark{{position:absolute;left:0;right:0}}
.double{{position:absolute;left:{_letter_rule_left():.3f}mm;width:{layout.LETTER_RULE_WIDTH_MM}mm;
  height:{layout.LETTER_RULE_SPACE_MM}mm;border:0 solid #{layout.RED}}}
.first{{border-top-width:{layout.LETTER_RULE_THICK_MM}mm;
  border-bottom-width:{layout.LETTER_RULE_THIN_MM}mm}}
.last{{border-top-width:{layout.LETTER_RULE_THIN_MM}mm;
  border-bottom-width:{layout.LETTER_RULE_THICK_MM}mm}}
.letter-number{{display:flex;justify-content:space-between}}
.joint{{display:flex;justify-content:center;align-items:center}}
.joint>div+div{{padding-left:.5em}}
.joint p{{text-align:left}}
.issue{{text-align:center;margin-top:{layout.LINE_PT}pt}}
.issue + .number{{margin-top:{layout.LINE_PT}pt}}
.minutes{{display:flex;justify-content:space-between}}
.upward{{display:flex;justify-content:space-between;padding-left:1em;padding-right:1em}}
.signer{{{family(layout.KAI)}}}"""


def _letter_rule_left() -> float:
    """Left end of the double lines, which are centred on the paper, from 版心."""
    paper = layout.PORTRAIT
    return (paper.width - layout.LETTER_RULE_WIDTH_MM) / 2 - paper.left


def _closing() -> str:
    outer, inner = layout.COLOPHON_OUTER_MM, layout.COLOPHON_INNER_MM
    inset = layout.COLOPHON_INSET_CELLS * layout.SMALL_PT
    hang = 3 * layout.SMALL_PT  # as wide as 抄送：
    return f"""
.closing,.attachment-note,.note{{break-before:avoid;break-inside:avoid}}
.apart{{break-before:auto}}
.closing p{{text-indent:0;white-space:nowrap}}
.colophon{{float:footnote;footnote-display:block;font-size:{layout.SMALL_PT}pt;letter-spacing:0;
  line-height:{layout.SMALL_LINE_PT}pt;border-top:{outer}mm solid;border-bottom:{outer}mm solid;
  text-indent:0}}
.colophon::footnote-call{{content:none}}
.colophon::footnote-marker{{content:none}}
.colophon p{{text-indent:0;padding:0 {inset}pt}}
.colophon .copies{{padding-left:{inset + hang}pt;text-indent:-{hang}pt}}
.colophon .copies + .printed{{border-top:{inner}mm solid}}
.colophon .printed{{display:flex;justify-content:space-between}}
.letter-copies{{border:0}}
.seals{{display:flex;justify-content:flex-end}}
.seals p{{text-align:center;letter-spacing:0}}"""


def _tables() -> str:
    frame, rule = f"{layout.TABLE_FRAME_PT}pt solid", f"{layout.TABLE_RULE_PT}pt solid"
    return f"""
table{{width:100%;border-collapse:collapse;table-layout:fixed;border:{frame};letter-spacing:0;
  font-size:{layout.TABLE_PT}pt;line-height:{layout.TABLE_LINE_PT}pt;
  margin:{layout.BOX_GAP_MM}mm 0}}
caption{{{family(layout.HEI)};font-size:{layout.SMALL_PT}pt;line-height:{layout.SMALL_LINE_PT}pt;
  text-align:center}}
th,td{{border:{rule};padding:{layout.CELL_PADDING_MM}mm;vertical-align:middle;text-align:left}}
th p,td p{{text-indent:0}}
th{{{family(layout.HEI)};text-align:center}}
tr{{break-inside:avoid}}
.box{{border:{layout.BOX_RULE_PT}pt solid;padding:{layout.BOX_PADDING_MM}mm;
  margin:{layout.BOX_GAP_MM}mm 0;box-decoration-break:clone;
  font-size:{layout.BOX_PT}pt;line-height:{layout.BOX_LINE_PT}pt;letter-spacing:0}}
.box p{{text-indent:2em}}
.box .box-title{{{family(layout.HEI)};text-align:center;text-indent:0;break-after:avoid}}"""


def _codes() -> str:
    return f"""
.code{{display:flex;align-items:center;justify-content:center;break-inside:avoid;
  margin:{layout.BOX_GAP_MM}mm 0;font-size:{layout.TABLE_PT}pt;
  line-height:{layout.TABLE_LINE_PT}pt;letter-spacing:0}}
.code div{{flex:1;padding-left:{layout.CODE_GAP_MM}mm}}
.code img{{image-rendering:crisp-edges}}
.code p{{text-indent:0}}"""


def _toc() -> str:
    step = layout.INDENT_CELLS * layout.CELL_PT
    levels = "".join(
        f".toc .level-{level}{{padding-left:{step * (level - 1):.3f}pt}}\n" for level in (2, 3, 4)
    )
    return f"""
.toc-title{{{family(layout.XBS)};font-size:{layout.TOC_TITLE_PT}pt;text-align:center;
  text-indent:0;line-height:{layout.TITLE_LINE_PT}pt;letter-spacing:0;
  margin-bottom:{layout.LINE_PT}pt}}
.toc{{break-after:page}}
.toc p{{text-indent:0}}
.toc a{{color:inherit;text-decoration:none}}
.toc a::after{{{family(layout.FANG)};content:leader("…") target-counter(attr(href),page)}}
{levels}"""


def _lines() -> str:
    return f"""
.name{{{family(layout.HEI)}}}
.blanks{{display:flex;margin-left:{_indent()}}}
.blanks .blank{{border-bottom:{layout.TABLE_RULE_PT}pt solid;margin-right:1em}}"""
