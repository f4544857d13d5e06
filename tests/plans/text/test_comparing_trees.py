"""Plans compared: provisions known by their id, moves shown as moves."""

from __future__ import annotations

from dataclasses import replace

from plans.text.comparing import NodeDiff, RowOp, compare_trees
from plans.text.numbering import Formats, numbered
from plans.text.tree import Node, PlanTree
from tests.growth import takes_less_than
from tests.real_plans import plan_tree

ONE = "加强科技界思想政治引领，组织国情研修。"
TWO = "办好科普日活动，建设科普基地。"
THREE = "建设海智基地，引进海外人才。"


def plan(*chapters: Node, title: str = "规划") -> PlanTree:
    return numbered(PlanTree(title, "引言。", chapters), Formats())


def chapter(key: int, title: str, *tasks: Node) -> Node:
    return Node(key, "chapter", title, children=tasks)


def task(key: int, title: str, text: str) -> Node:
    return Node(key, "task", title, run_in=True, text=text)


BASE = plan(
    chapter(1, "引领", task(11, "思想", ONE)),
    chapter(2, "服务", task(21, "科普", TWO), task(22, "海智", THREE)),
)


def told(diff: NodeDiff) -> tuple[object, set[str]]:
    names = ("added", "deleted", "moved", "renamed", "rewritten")
    renumbered = diff.old and diff.new and diff.old.number != diff.new.number
    said = {name for name in names if getattr(diff, name)}
    return diff.node.id, said | ({"renumbered"} if renumbered else set())


def test_a_plan_does_not_differ_from_itself():
    diff = compare_trees(BASE, BASE)
    assert not diff.is_change
    assert diff.changes == ()
    assert [node.node.id for node in diff.nodes] == [1, 11, 2, 21, 22]


def test_added_deleted_renamed_and_rewritten():
    new = plan(
        chapter(1, "引领", task(12, "队伍", "建设人才队伍。"), task(11, "思想引领", ONE)),
        chapter(2, "服务", task(22, "海智", THREE + "办好论坛。")),
    )
    assert [told(diff) for diff in compare_trees(BASE, new).nodes] == [
        (1, set()),
        (12, {"added"}),
        (11, {"renamed", "renumbered"}),
        (2, set()),
        (21, {"deleted"}),
        (22, {"rewritten"}),
    ]


def test_a_move_is_one_move_and_renumbering_no_change():
    new = plan(
        chapter(1, "引领", task(22, "海智", THREE), task(11, "思想", ONE)),
        chapter(2, "服务", task(21, "科普", TWO)),
    )
    diff = compare_trees(BASE, new)
    assert [told(node) for node in diff.nodes] == [
        (1, set()),
        (22, {"moved", "renumbered"}),
        (11, {"renumbered"}),
        (2, set()),
        (21, {"renumbered"}),
    ]
    (moved,) = diff.changes
    assert ([n.id for n in moved.old_above], [n.id for n in moved.new_above]) == ([2], [1])


def test_chapters_that_change_places_move_with_all_that_is_in_them():
    new = plan(*reversed(BASE.nodes))
    (moved,) = compare_trees(BASE, new).changes
    assert told(moved) == (2, {"moved", "renumbered"})


def test_a_paragraph_that_went_to_another_provision_is_a_move():
    travelling = "支持学会联合企业建设院士专家工作站。"
    old = plan(chapter(1, "甲", task(11, "子", f"{ONE}\n{travelling}")), chapter(2, "乙"))
    new = plan(chapter(1, "甲", task(11, "子", ONE)), Node(2, "chapter", "乙", text=travelling))
    rows = {diff.node.id: diff.rows for diff in compare_trees(old, new).nodes}
    assert [row.op for row in rows[11]] == [RowOp.EQUAL, RowOp.MOVED_AWAY]
    assert [row.op for row in rows[2]] == [RowOp.MOVED_HERE]
    away, here = rows[11][1].move, rows[2][0].move
    assert away is not None
    assert here is not None
    assert (away.id, away.place, here.id, here.place) == (1, 2, 1, 11)


def test_title_and_preamble_of_the_plan_are_compared():
    new = replace(BASE, title="五年规划", preamble="新引言。")
    diff = compare_trees(BASE, new)
    assert diff.is_change
    assert diff.changes == ()
    assert "".join(f"{s.op} {s.text};" for s in diff.title) == "insert 五年;equal 规划;"
    assert [row.op for row in diff.preamble] == [RowOp.CHANGED]


def test_provisions_without_id_are_known_by_kind_and_title():
    old = plan(Node(None, "chapter", "甲", text=ONE), Node(None, "chapter", "乙"))
    new = plan(Node(None, "chapter", "甲", text=ONE + TWO))
    assert [told(node)[1] for node in compare_trees(old, new).nodes] == [{"rewritten"}, {"deleted"}]


def test_the_real_plan_with_a_task_moved_says_just_that():
    old = plan_tree("chongqing")
    third, fourth = old.nodes[2], old.nodes[3]
    moved = third.children[0]
    chapters = list(old.nodes)
    chapters[2] = replace(third, children=third.children[1:])
    chapters[3] = replace(fourth, children=(*fourth.children, moved))
    new = numbered(replace(old, nodes=tuple(chapters)), Formats())
    diff = compare_trees(old, new)
    assert takes_less_than(0.5, lambda: compare_trees(old, new))
    assert [told(node) for node in diff.changes] == [(moved.id, {"moved", "renumbered"})]
    assert len([node for node in diff.nodes if "renumbered" in told(node)[1]]) == 8
