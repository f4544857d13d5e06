"""二维码 as an inline picture, alone on its line or with text at its right."""

from __future__ import annotations

from docx.oxml.shape import CT_Inline
from docx.shared import Mm

from plans.rendering import layout, qr
from plans.rendering.blocks import QrCode
from plans.rendering.docx.context import Context
from plans.rendering.docx.prose import line
from plans.rendering.docx.tables import cell_element, table_frame
from plans.rendering.docx.units import mm, text_width
from plans.rendering.docx.xml import Element, clean, el, paragraph


def code(block: QrCode, context: Context) -> Element:
    """The picture, 嵌入型, its alternative text in the file."""
    picture = paragraph("Picture", [_picture(block, context)])
    if not block.beside:
        return picture
    own = mm(block.width)
    rest = text_width(context.page) - own - mm(layout.CODE_GAP_MM)
    table = table_frame("PlainTable", [own, mm(layout.CODE_GAP_MM), rest])
    texts = [line("TableText", text) for text in block.beside]
    middle = el("vAlign", val="center")
    gap = cell_element(mm(layout.CODE_GAP_MM), [line("TableText", "")])
    places = (cell_element(own, [picture]), gap, cell_element(rest, texts, middle))
    table.append(el("tr", el("trPr", el("cantSplit")), *places))
    return table


def _picture(block: QrCode, context: Context) -> Element:
    size = Mm(block.width)
    number, relation = context.picture(qr.png(block.content))
    inline = CT_Inline.new_pic_inline(number, relation, f"qr{number}.png", size, size)
    inline.docPr.set("name", f"二维码{number}")
    inline.docPr.set("descr", clean(block.alternative))
    drawing = el("drawing")
    drawing.append(inline)
    return el("r", drawing)
