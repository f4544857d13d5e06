"""Forms of rounds, invitations, windows, and the filters of the chase board."""

from __future__ import annotations

from django import forms

from consultation.enums import Audience, ReplyState
from consultation.models import Round
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.chase_board import LATE, NO_OPINION, SILENT
from consultation.rounds.queries import rounds_of
from plans.enums import UnitKind
from plans.models import Edition, Plan, Unit, User
from plans.system.fields import DateField, Form, MomentField


class RoundForm(Form):
    """First step of a draft: what is asked about, and how long."""

    edition = forms.ModelChoiceField(label="征求意见的稿", queryset=Edition.objects.none())
    name = forms.CharField(label="名称", max_length=120)
    audience = forms.ChoiceField(label="对象", choices=Audience.choices)
    opens_at = MomentField(label="开始时间", help_text="早于发出时刻的，从发出时开始。")
    closes_at = MomentField(label="截止时间", help_text="到这一时刻为止，精确到分。")
    short_reason = forms.CharField(
        label="期限少于30日的理由",
        max_length=300,
        required=False,
        help_text="公开征求意见少于30日时必须填写，会印在公告中。",
    )
    previous = forms.ModelChoiceField(
        label="上一轮",
        required=False,
        queryset=Round.objects.none(),
        help_text="第二轮征求意见时选择，各单位会看到上一轮意见的处理情况。",
    )

    def __init__(self, *args: object, plan: Plan, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["edition"].queryset = plan.editions.all()  # type: ignore[attr-defined]
        self.fields["previous"].queryset = rounds_of(plan)  # type: ignore[attr-defined]

    def terms(self) -> tuple[Edition, RoundTerms]:
        """The edition, and the rest as the actions take it."""
        data = {name: self.cleaned_data[name] for name in RoundForm.base_fields}
        return data.pop("edition"), RoundTerms(**data)


class NewRoundForm(RoundForm):
    """The same for a new draft; its ``key`` makes one round of a form that is sent twice."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class LetterForm(Form):
    """Second step of a draft: what the letter says."""

    letter_text = forms.CharField(
        label="函件正文",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="留空的，按通用文字写明稿名和截止时间。",
    )
    contact = forms.CharField(label="联系人及电话", max_length=120, required=False)
    needs_seal = forms.BooleanField(label="要求单位加盖公章", required=False)


class CorrectionForm(LetterForm):
    """The same of a letter that is out."""

    reason = forms.CharField(label="更正的理由", max_length=200)


class ReasonForm(Form):
    """Why something is taken back or made void."""

    reason = forms.CharField(label="理由", max_length=200)


class AddresseeFilter(Form):
    """What the list of those to ask is narrowed to, in the URL."""

    q = forms.CharField(required=False, max_length=60)
    kind = forms.CharField(required=False, max_length=20)


class InviteForm(Form):
    """Whom to ask: whole kinds of units, single units, named persons."""

    kinds = forms.MultipleChoiceField(
        label="按类别",
        choices=UnitKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    units = forms.ModelMultipleChoiceField(
        label="逐个选择单位",
        queryset=Unit.objects.active(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )
    persons = forms.ModelMultipleChoiceField(
        label="逐个选择个人（代表、委员、专家）",
        required=False,
        queryset=User.objects.filter(kind="person", is_active=True),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if not any(data.get(name) for name in ("kinds", "units", "persons")):
            raise forms.ValidationError("请至少选择一类单位、一个单位或一个人。")
        return data


class WindowForm(Form):
    closes_at = MomentField(label="新的截止时间")
    reason = forms.CharField(label="调整理由", max_length=200)


class CloseForm(Form):
    reason = forms.CharField(label="提前截止的理由", max_length=200)


class NoteForm(Form):
    note = forms.CharField(label="情况", max_length=300)


class LinkForm(Form):
    expires_at = DateField(label="有效期至", help_text="到当天24时为止。")


class ChaseFilter(Form):
    """Filters of the chase board, in the URL."""

    STATES = (*ReplyState.choices, (NO_OPINION, "无意见"), (LATE, "逾期"))
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), (SILENT, "全部未反馈的"), *STATES]
    )
    kind = forms.ChoiceField(
        label="类别", required=False, choices=[("", "全部"), *UnitKind.choices]
    )
    q = forms.CharField(
        label="单位或姓名", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
