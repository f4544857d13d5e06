"""People of lists and sentences, units of steps, and the leading group's two ways to stand."""

import pytest

from plans.importing.plain_text import read_lines
from taskforce.work_plans.lines import clean_lines, paragraphs
from taskforce.work_plans.people import Person, people
from taskforce.work_plans.seats import read_seats
from taskforce.work_plans.units import responsible, split


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("肖  猛  副书记、副主席（正厅局长级）", [("肖猛", "副书记、副主席（正厅局长级）")]),
        ("程\u3000伟  党组成员、副主席", [("程伟", "党组成员、副主席")]),
        ("冯  纲  秘书长", [("冯纲", "秘书长")]),
        ("张三（主席）、李四（副主席）", [("张三", "主席"), ("李四", "副主席")]),
        ("张  三、李  四、王五等同志", [("张三", ""), ("李四", ""), ("王五", "")]),
        ("张伟 李强 王芳", [("张伟", ""), ("李强", ""), ("王芳", "")]),
        ("钱伟明 副主席 孙丽华 副主席", [("钱伟明", "副主席"), ("孙丽华", "副主席")]),
        ("市科协党组书记、主席张伟", [("张伟", "市科协党组书记、主席")]),
        ("市科协党组书记、主席  张伟", [("张伟", "市科协党组书记、主席")]),
        ("张伟，市科协党组书记、主席", [("张伟", "市科协党组书记、主席")]),
        ("阿不都·买买提  副主席", [("阿不都·买买提", "副主席")]),
        ("欧阳华  副主席", [("欧阳华", "副主席")]),
        ("林君明（兼）", [("林君明", "")]),
        ("张伟、李强、各部室负责人", [("张伟", ""), ("李强", ""), ("", "各部室负责人")]),
        ("各部室负责人、张伟", [("", "各部室负责人"), ("张伟", "")]),
        ("机关部室、直属单位主要负责同志", [("", "机关部室、直属单位主要负责同志")]),
    ],
)  # fmt: skip
def test_people_of_an_entry(text, found):
    assert people(text) == [Person(*pair) for pair in found]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("召开专题会议，成立领导小组。", ()),
        ("征求意见。广泛征求中国科协机关及事业单位，各区县和相关市级部门的意见建议。", ()),
        ("报请市科协党组审议《规划（草案）》", ()),
        ("鼓励广大科技工作者和社会各界建言献策。", ()),
        ("邀请市级学会参与。", ()),
        ("起草规划。市科协宣传部会同创新战略研究院专家组在研究基础上起草规划。",
         ("市科协宣传部", "创新战略研究院专家组")),
        ("各课题组牵头单位提出重点内容，送宣传部汇总。", ("各课题组牵头单位",)),
        ("开展评估。由计划财务部牵头，各部室配合，形成报告。", ("计划财务部", "各部室")),
        ("起草（办公室、宣传部负责，3月底前完成）", ("办公室", "宣传部")),
        ("起草（责任单位：办公室；配合单位：学会部、科普部）", ("办公室", "学会部", "科普部")),
        ("起草（起草组，9月底前完成）", ("起草组",)),
        ("评估（各部室按职责分工负责）", ("各部室",)),
    ],
)  # fmt: skip
def test_responsible_only_where_the_source_names_someone(text, units):
    assert responsible(text) == units


def test_he_inside_a_name_does_not_part_it():
    assert split("市发展和改革委、市工业和信息化局和各区县科协") == [
        "市发展和改革委", "市工业和信息化局", "各区县科协",
    ]  # fmt: skip


def seats(text: str) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    leading, office = read_seats(paragraphs(clean_lines(read_lines(text, "方案.txt"))))
    return (
        [(seat.role, seat.name, seat.position) for seat in leading],
        [(seat.role, seat.name, seat.position) for seat in office],
    )


def test_a_sentence_that_seats_the_group_and_its_office():
    text = (
        "领导小组由市科协党组书记刘洋任组长，市科协副主席陈静任副组长，各部室负责人为成员。"
        "办公室主任由陈静同志兼任，成员为黄磊、徐丹。\n编写组由黄磊任组长，成员包括何平。"
    )
    assert seats(text) == (
        [
            ("组长", "刘洋", "市科协党组书记"),
            ("副组长", "陈静", "市科协副主席"),
            ("成员", "", "各部室负责人"),
        ],
        [("主任", "陈静", "市科协副主席"), ("成员", "黄磊", ""), ("成员", "徐丹", "")],
    )


def test_offices_without_names_are_seats():
    text = (
        "组长由省科协党组书记担任，副组长由分管领导担任，成员由机关各部门、直属单位主要负责同志组成。"
        "领导小组办公室设在规划部，办公室主任由规划部部长担任。"
    )
    assert seats("成立规划编制领导小组，" + text) == (
        [
            ("组长", "", "省科协党组书记"),
            ("副组长", "", "分管领导"),
            ("成员", "", "机关各部门、直属单位主要负责同志"),
        ],
        [("主任", "", "规划部部长")],
    )


def test_lists_of_other_bodies_are_not_the_leading_group():
    text = (
        "（一）领导小组\n组  长：张  伟  主席\n成  员：赵敏、钱进\n"
        "（二）工作专班\n组  长：刘明  综合部部长\n成  员：陈亮、吴霞\n"
        "（三）领导小组办公室\n主  任：刘明  综合部部长\n副主任：陈亮\n成  员：吴霞"
    )
    assert seats(text) == (
        [("组长", "张伟", "主席"), ("成员", "赵敏", ""), ("成员", "钱进", "")],
        [("主任", "刘明", "综合部部长"), ("副主任", "陈亮", ""), ("成员", "吴霞", "")],
    )


def test_a_table_of_seats():
    text = (
        "领导小组成员名单\n|组  长|张 伟|主席|\n|副组长|李 强|副主席|\n"
        "||王 芳|副主席|\n|成  员|赵 敏|部长|\n"
    )
    assert seats(text)[0] == [
        ("组长", "张伟", "主席"),
        ("副组长", "李强", "副主席"),
        ("副组长", "王芳", "副主席"),
        ("成员", "赵敏", "部长"),
    ]


def test_a_list_ends_where_other_text_begins():
    text = (
        "组长：张伟  主席\n成员：赵敏  办公室主任\n钱进  宣传部部长\n"
        "领导小组办公室设在宣传部，承担日常工作。\n孙丽  到会。"
    )
    assert seats(text) == (
        [("组长", "张伟", "主席"), ("成员", "赵敏", "办公室主任"), ("成员", "钱进", "宣传部部长")],
        [],
    )
