"""From a YAML text to a checked ProcessTemplate."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import TypedDict

from taskforce.enums import BodyKind, Outcome, Rule
from taskforce.process_templates.counting import count_deadlines
from taskforce.process_templates.schema import Body, Gate, ProcessTemplate, Stage, Step
from taskforce.process_templates.yaml_fields import Fields, Mistakes, compose

FOLDER = Path(__file__).parent

_TEMPLATE = ("key", "title", "issuer", "document_number", "issued_on", "bodies", "stages")
_BODY = ("key", "kind", "name", "issues_as", "text")
_STAGE = ("key", "title", "text", "start", "deadline", "deadline_text", "steps", "gates")
_SOURCE = ("in_source", "source_note")
_STEP = (
    "key", "title", "text", "start", "deadline", "deadline_text", "responsible", "depends_on",
    *_SOURCE,
)  # fmt: skip
_GATE = (
    "key", "title", "body", "rule", "quorum", "deadline", "deadline_text", "evidence",
    "outcomes", *_SOURCE,
)  # fmt: skip


def template_names() -> tuple[str, ...]:
    """Names of the templates that come with the portal, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def load_named(name: str, known_evidence: Collection[str]) -> ProcessTemplate:
    """One of ``template_names()``; KeyError for another name."""
    if name not in template_names():
        raise KeyError(name)
    return load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), known_evidence)


def load(source: str, known_evidence: Collection[str]) -> ProcessTemplate:
    """Read a template; InvalidTemplate names every mistake with its line.

    ``known_evidence``: the keys that gates may ask for.
    """
    mistakes = Mistakes()
    root = compose(source, mistakes)
    mistakes.raise_any()
    assert root is not None
    template = _template(Fields(root, mistakes, "模板", _TEMPLATE), mistakes, known_evidence)
    mistakes.raise_any()
    return template


def _template(
    fields: Fields, mistakes: Mistakes, known_evidence: Collection[str]
) -> ProcessTemplate:
    bodies = fields.entries("bodies", "机构", _BODY)
    stages = fields.entries("stages", "阶段", _STAGE)
    if not stages:
        fields.wrong("模板至少要有一个阶段（stages）。")
    reader = _Reader(mistakes, known_evidence)
    template = ProcessTemplate(
        key=fields.key(),
        title=fields.text("title", limit=200, required=True),
        issuer=fields.text("issuer", limit=120),
        document_number=fields.text("document_number", limit=60),
        issued_on=fields.day("issued_on"),
        bodies=tuple(reader.body(entry) for entry in bodies),
        stages=tuple(reader.stage(entry) for entry in stages),
    )
    reader.check_dependencies()
    return reader.counted(template)


class _Due(TypedDict):
    deadline: date | None
    deadline_text: str
    working_days: int | None


class _Reader:
    """Reads the parts and remembers the keys that other parts refer to."""

    def __init__(self, mistakes: Mistakes, known_evidence: Collection[str]) -> None:
        self._mistakes = mistakes
        self._known_evidence = known_evidence
        self._seen: dict[str, dict[str, int]] = {}
        self._depends: dict[str, list[tuple[str, int]]] = {}
        self._counted: dict[str, int] = {}

    def body(self, fields: Fields) -> Body:
        return Body(
            key=self._new_key("机构", fields),
            kind=fields.choice("kind", BodyKind) or BodyKind.LEADING_GROUP,
            name=fields.text("name", limit=120, required=True),
            issues_as=fields.text("issues_as", limit=120),
            text=fields.text("text"),
        )

    def stage(self, fields: Fields) -> Stage:
        gates = fields.entries("gates", "审议环节", _GATE)
        if not gates:
            fields.wrong("每个阶段至少要有一个审议环节（gates），否则阶段无法结束。")
        self._check_order(fields)
        return Stage(
            key=self._new_key("阶段", fields),
            title=fields.text("title", limit=120, required=True),
            text=fields.text("text"),
            start=fields.day("start"),
            deadline=fields.day("deadline"),
            deadline_text=fields.text("deadline_text", limit=80),
            steps=tuple(self._step(step) for step in fields.entries("steps", "步骤", _STEP)),
            gates=tuple(self._gate(gate) for gate in gates),
        )

    def _step(self, fields: Fields) -> Step:
        self._check_order(fields)
        key = self._new_key("步骤", fields)
        self._depends[key] = fields.located("depends_on")
        responsible = fields.texts("responsible")
        if len("、".join(responsible)) > 300:
            self._mistakes.add(fields.line_of("responsible"), "责任单位合计最多300个字。")
        return Step(
            key=key,
            title=fields.text("title", limit=200, required=True),
            text=fields.text("text"),
            start=fields.day("start"),
            **self._due(fields, key),
            responsible=responsible,
            depends_on=tuple(other for other, _ in self._depends[key]),
            in_source=fields.flag("in_source", default=True),
            source_note=self._source_note(fields),
        )

    def _gate(self, fields: Fields) -> Gate:
        rule = fields.choice("rule", Rule) or Rule.HEAD
        key = self._new_key("审议环节", fields)
        return Gate(
            key=key,
            title=fields.text("title", limit=120, required=True),
            body=self._known_body(fields),
            rule=rule,
            quorum=self._quorum(fields, rule),
            **self._due(fields, key),
            evidence=self._evidence(fields),
            outcomes=fields.chosen("outcomes", Outcome),
            in_source=fields.flag("in_source", default=True),
            source_note=self._source_note(fields),
        )

    def _due(self, fields: Fields, key: str) -> _Due:
        deadline, working_days = fields.term("deadline")
        text = fields.text("deadline_text", limit=80)
        if working_days is not None:
            self._counted[key] = fields.line_of("deadline")
            text = text or f"{working_days}个工作日内"
        return {"deadline": deadline, "deadline_text": text, "working_days": working_days}

    def counted(self, template: ProcessTemplate) -> ProcessTemplate:
        """The template with deadlines of working days as dates; what has no beginning is noted."""
        filled, lost = count_deadlines(template)
        for key in lost:
            message = "按工作日计算的期限须有起点：写明start，或前面步骤的期限，或阶段的start。"
            self._mistakes.add(self._counted[key], message)
        return filled

    def check_dependencies(self) -> None:
        """Every depends_on names another step, and no step waits for itself in the end."""
        steps = self._seen.get("步骤", {})
        for others in self._depends.values():
            for other, line in others:
                if other not in steps:
                    self._mistakes.add(line, f"depends_on里的步骤“{other}”不存在。")
        for key in self._depends:
            if key in self._reached_from(key):
                line = self._depends[key][0][1]
                self._mistakes.add(line, f"步骤“{key}”绕了一圈又依赖它自己。")

    def _reached_from(self, key: str) -> set[str]:
        reached: set[str] = set()
        waiting = [other for other, _ in self._depends[key]]
        while waiting:
            other = waiting.pop()
            if other not in reached:
                reached.add(other)
                waiting += [further for further, _ in self._depends.get(other, ())]
        return reached

    def _new_key(self, what: str, fields: Fields) -> str:
        key = fields.key()
        seen = self._seen.setdefault(what, {})
        if key in seen:
            message = f"{what}的key“{key}”在第{seen[key]}行已经用过。"
            self._mistakes.add(fields.line_of("key"), message)
        elif key:
            seen[key] = fields.line_of("key")
        return key

    def _check_order(self, fields: Fields) -> None:
        start, (deadline, _) = fields.day("start"), fields.term("deadline")
        if start and deadline and deadline < start:
            self._mistakes.add(fields.line_of("deadline"), "截止日期不能早于开始日期。")

    def _source_note(self, fields: Fields) -> str:
        note = fields.text("source_note", limit=200)
        if not fields.flag("in_source", default=True) and not note:
            line = fields.line_of("in_source")
            self._mistakes.add(line, "原文没有的内容须用source_note写明出处或理由。")
        return note

    def _known_body(self, fields: Fields) -> str:
        key = fields.text("body", required=True)
        if key and key not in self._seen.get("机构", {}):
            self._mistakes.add(fields.line_of("body"), f"机构“{key}”没有在bodies中列出。")
        return key

    def _quorum(self, fields: Fields, rule: Rule) -> int | None:
        quorum = fields.count("quorum")
        if rule == Rule.QUORUM and quorum is None:
            fields.wrong("rule为quorum时须写明同意人数（quorum）。")
        if rule != Rule.QUORUM and quorum is not None:
            self._mistakes.add(fields.line_of("quorum"), "只有rule为quorum时才写quorum。")
        return quorum

    def _evidence(self, fields: Fields) -> tuple[str, ...]:
        keys = fields.located("evidence")
        for key, line in keys:
            if key not in self._known_evidence:
                message = f"没有“{key}”这种材料，可用的有：{_listed(self._known_evidence)}。"
                self._mistakes.add(line, message)
        return tuple(dict.fromkeys(key for key, _ in keys))


def _listed(keys: Iterable[str]) -> str:
    return "、".join(sorted(keys))
