"""Files that are refused, and encodings that are read."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from plans.errors import InvalidInput
from plans.importing import import_plan
from plans.system.uploads import MAX_BYTES
from tests.plans.importing.docx_files import p, package, zipped
from tests.plans.importing.kept_text import DATA, outline

PLAN = (
    "江城市科协“十四五”规划\n一、总体要求\n坚持创新。\n二、重点任务\n1.建设阵地。建科普馆三座。\n"
)
OUTLINE = ["c 一|总体要求 1", "c 二|重点任务 0", "  t 1|建设阵地* 1"]
NO_STRUCTURE = (
    "没有识别出章节结构（如“一、”“（一）”“1.”或“第一章”），不像是规划文本。"
    "请确认选对了文件，并在标题前写明编号后再导入。"
)
NOT_TEXT = "这不是文本文件或Word文档，不能导入。请导入txt或docx文件。"
NOT_DECODED = "文字编码无法识别，请把文件另存为UTF-8编码的txt或docx后再导入。"
BROKEN = "文件“规划.docx”已损坏，无法读取。请在Word或WPS中打开，另存为docx后再传。"
BOMB = "文件“规划.docx”解压后过大（最多200MB），不能读取。请去掉图片和附件，另存为docx后再传。"
MACRO = "文件“规划.docx”含有宏，不能读取。请去掉宏，另存为docx后再传。"
ENTITY = (
    "文件“规划.docx”含有外部引用的内容，存在安全风险，不能读取。"
    "请把文字复制到新文件，另存为docx后再传。"
)
LOCKED = "文件设有打开密码，无法读取。请取消密码后再导入。"
LOCKED_PARTS = "文件“规划.docx”设有打开密码，无法读取。请取消密码，另存为docx后再传。"
NO_WORD = "文件“规划.docx”的内容不是Word文档（docx）。请用原来的软件重新保存后再传。"
OLD = "这是旧版doc或wps格式，不能直接导入。请另存为docx后再导入。"
WEB = "这是网页文件，不能直接导入。请把正文复制到Word或文本文件中再导入。"
PDF = "这是PDF文件，不能直接导入。请在Word或WPS中打开并另存为docx后再导入。"
RTF = "这是RTF文件，不能直接导入。请在Word或WPS中另存为docx后再导入。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCUMENT = package(p("江城市规划"))


def refusal(content: bytes, name: str = "规划.docx") -> str:
    with pytest.raises(InvalidInput) as caught:
        import_plan(content, name)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
def test_encodings_and_line_ends(encoding, line_end):
    content = PLAN.replace("\n", line_end).encode(encoding)
    assert outline(import_plan(content, "规划.txt")) == OUTLINE


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的，请检查后重新选择。"),
        (b" \r\n\t\n", "文件是空的，请检查后重新选择。"),
        ("\u3000\n".encode(), "文件里没有文字。如果内容是扫描图片，请先识别成文字再导入。"),
        (b"\xff\xfe\x00", NOT_TEXT),
        (bytes(range(256)) * 9, NOT_TEXT),
        ("規劃綱要與發展目標".encode("big5"), NOT_DECODED),
        ("café".encode("latin-1"), NOT_DECODED),
        (b"%PDF-1.7\n%", PDF),
        (b"{\\rtf1\\ansi", RTF),
        (b"\n<!DOCTYPE html><p>", WEB),
        (OLE + b"\0" * 99, OLD),
        (OLE + "EncryptedPackage".encode("utf-16-le"), LOCKED),
        ("只有一段话，没有任何编号。".encode(), NO_STRUCTURE),
        ("购物单\n1.纸张\n2.墨盒\n3.文件夹\n".encode(), NO_STRUCTURE),
        ("# 说明\n## 安装\n运行。\n## 使用\n打开。\n".encode(), NO_STRUCTURE),
        ((DATA / "seeds" / "units-chongqing-2021.csv").read_bytes(), NO_STRUCTURE),
    ],
)
def test_what_is_no_plan_is_refused_with_a_sentence(content, sentence):
    assert refusal(content, "规划.txt") == sentence


def test_a_file_over_the_limit():
    assert refusal(b"x" * (MAX_BYTES + 1)) == ("文件超过20MB，不能导入。请去掉图片或拆分后再导入。")


@pytest.mark.parametrize("mark", ["秘密★5年", "机 密 ★", "绝密★长期"])
@pytest.mark.parametrize("place", ["first", "body", "cell", "name"])
def test_a_mark_of_secrecy_is_refused_without_its_content(mark, place, caplog):
    text = {"first": f"{mark}\n{PLAN}", "body": PLAN + mark, "cell": PLAN + f"|密级|{mark}|\n"}
    name = f"{mark}.txt" if place == "name" else "规划.txt"
    sentence = refusal(text.get(place, PLAN).encode(), name)
    assert sentence.startswith("内容带有密级标志，未予保存。")
    assert "★" not in sentence + caplog.text


def test_words_on_secrecy_are_no_mark():
    assert outline(import_plan((PLAN + "保守国家秘密。\n").encode(), "a.txt"))[-1].endswith("2")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (DOCUMENT[:-30], BROKEN),
        (b"PK\x03\x04" + b"\0" * 60, BROKEN),
        (package("<w:p>"), BROKEN),
        (package("<w:p>" * 400 + "</w:p>" * 400), BROKEN),
        (zipped({"[Content_Types].xml": ""}), BROKEN),
        (zipped({"a.txt": "规划"}), NO_WORD),
        (zipped({"word/document.xml": "", "word/vbaProject.bin": "x"}), MACRO),
        (package("", media=b"0" * 40_000_000), BOMB),
    ],
)
def test_broken_and_hostile_packages(content, sentence):
    assert refusal(content) == sentence


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE d SYSTEM "http://example.org/d.dtd">',
    ],
)
def test_entities_are_never_resolved(declaration):
    content = zipped({"word/document.xml": f"{declaration}<d>&a;</d>"})
    assert refusal(content) == (ENTITY)


def test_a_package_that_lies_about_its_sizes():
    content = bytearray(zipped({"word/document.xml": b" " * 90_000_000}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        true_size = archive.infolist()[0].file_size
    lie = struct.pack("<L", 1000)
    content = content.replace(struct.pack("<L", true_size), lie)
    assert refusal(bytes(content)) in (
        BROKEN,
        BOMB,
    )


def test_a_locked_zip():
    content = bytearray(zipped({"word/document.xml": "<d/>"}))
    content[6] |= 1
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refusal(bytes(content)) == LOCKED_PARTS
