"""Forms that change text and tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self
from uuid import uuid4

from django import forms
from django.utils.dateparse import parse_datetime

from plans.drafting.actions.unsaved import Unsaved
from plans.drafting.merges import TITLE, Wording
from plans.drafting.queries import wording_of
from plans.enums import ProvisionKind
from plans.models import Autosave, Plan, Provision
from plans.system.fields import Form
from plans.text.comparing import RowDiff, compare_texts
from plans.text.merging import Side

_FIXED = {"autocomplete": "off"}
"""A browser that fills a reloaded page in must not give it another page's key."""


class ProvisionForm(Form):
    """Title and body of a provision in the editor; ``version`` is the one that was opened.

    ``page`` is the opened page's own key, ``shown`` the unsaved copy that it was opened with.
    """

    BODY = "text"

    title = forms.CharField(label="标题", max_length=300)
    text = forms.CharField(
        label="正文",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "data-editor": ""}),
    )
    run_in = forms.BooleanField(label="正文接排在标题后", required=False)
    reason = forms.CharField(
        label="修改说明", max_length=200, required=False, help_text="写明为什么改，方便以后查阅。"
    )
    recorded_for = forms.CharField(
        label="代录：修改意见的提出人",
        max_length=60,
        required=False,
        help_text="按领导在纸上的修改录入时填写。",
    )
    scan = forms.FileField(
        label="代录：修改页的扫描件",
        required=False,
        help_text="PDF或图片，随这次修改保存。不得上传带密级标志的文件。",
    )
    kept_scan = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    page = forms.UUIDField(required=False, widget=forms.HiddenInput(attrs=_FIXED))
    shown = forms.CharField(required=False, widget=forms.HiddenInput(attrs=_FIXED))

    @classmethod
    def opened(cls, row: Provision | Plan, waiting: Autosave | None) -> Self:
        """The form as a page opens it: with the person's own unsaved text, where one waits."""
        title, body = (waiting.title, waiting.text) if waiting else wording_of(row)
        kept_set = waiting.run_in if waiting else None
        saved_set = isinstance(row, Provision) and row.run_in
        return cls(
            initial={
                "title": title,
                cls.BODY: body,
                "run_in": saved_set if kept_set is None else kept_set,
                "reason": waiting.reason if waiting else "",
                "recorded_for": waiting.recorded_for if waiting else "",
                "version": waiting.base_version if waiting else row.version,
                "page": uuid4(),
                "shown": f"{waiting.pk}@{waiting.saved_at.isoformat()}" if waiting else "",
            }
        )

    def held(self, row: Provision | Plan) -> Unsaved:
        """What stands in the page's editor, as far as it can be taken."""
        self.full_clean()
        data = self.cleaned_data
        pk, _, saved_at = data.get("shown", "").partition("@")
        moment = parse_datetime(saved_at) if pk.isdecimal() else None
        return Unsaved(
            base_version=data.get("version") or row.version,
            title=data.get("title") or row.title,
            text=data.get(self.BODY, ""),
            run_in=data.get("run_in"),
            reason=data.get("reason", ""),
            recorded_for=data.get("recorded_for", ""),
            key=data.get("page") or uuid4(),
            went_on_from=(int(pk), moment) if moment else None,
        )

    def wording(self) -> Wording:
        """A valid form's text, as it is merged with what others saved."""
        data = self.cleaned_data
        return Wording(data["version"], data["title"], data["text"], data["run_in"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("scan") and not data.get("recorded_for"):
            self.add_error("recorded_for", "请填写修改意见的提出人，扫描件随其保存。")
        return data

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class DecisionForm(Form):
    """What is kept of each conflict; ``against`` is the version that was shown beside one's own."""

    against = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, choices: Sequence[str] = (), by: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in choices:
            self.fields[f"choice-{name}"] = forms.ChoiceField(
                label="标题用哪一个" if name == TITLE else f"冲突{int(name) + 1}用哪一种",
                choices=_sides(name, by),
                widget=forms.RadioSelect,
            )

    def chosen(self) -> dict[str, Side]:
        """The choices of a valid form by name."""
        data = self.cleaned_data
        names = [name for name in data if name.startswith("choice-")]
        return {name.removeprefix("choice-"): Side(data[name]) for name in names}


def _sides(name: str, by: str) -> list[tuple[str, str]]:
    one = [(Side.THEIRS.value, f"{by}的"), (Side.MINE.value, "我的")]
    both = (Side.THEIRS_THEN_MINE.value, f"两者都留，先{by}的，后我的")
    return one if name == TITLE else [*one, both]


class PlanTextForm(ProvisionForm):
    """The plan's own title and preamble, kept as a provision's text is."""

    BODY = "preamble"
    field_order = ("title", "preamble", "reason")

    title = forms.CharField(label="规划名称", max_length=200)
    preamble = forms.CharField(
        label="引言",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "data-editor": ""}),
        help_text="名称之后、第一章之前的文字。",
    )
    text = None  # type: ignore[assignment]
    run_in = None  # type: ignore[assignment]
    recorded_for = None  # type: ignore[assignment]
    scan = None  # type: ignore[assignment]
    kept_scan = None  # type: ignore[assignment]

    theirs: Sequence[RowDiff] = ()
    """What somebody else saved since, against what stands here."""

    def show_newer(self, plan: Plan, version: int) -> None:
        """Show the newer text beside one's own; the next save goes on from that version."""
        newer = Plan.objects.get(pk=plan.pk)
        mine = "\n".join((self.cleaned_data["title"], self.cleaned_data["preamble"]))
        self.theirs = compare_texts(mine, "\n".join(wording_of(newer)))
        self.data = {**{name: self.data.get(name) for name in self.data}, "version": version}

    def clean_preamble(self) -> str:
        return str(self.cleaned_data["preamble"]).replace("\r\n", "\n")


class AddForm(Form):
    """A new chapter, section or task behind the given sibling."""

    kind = forms.ChoiceField(label="层级", choices=ProvisionKind.choices)
    title = forms.CharField(label="标题", max_length=300)
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)


class MoveForm(Form):
    """Where a provision goes: under ``parent`` behind ``after``; empty: on top, in front."""

    target = forms.ChoiceField(label="移动到")

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["target"] = forms.ChoiceField(label="移动到", choices=choices)


class ReasonForm(Form):
    """A reason to give with an action."""

    reason = forms.CharField(label="理由", max_length=200, required=False)
