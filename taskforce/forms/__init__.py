"""Forms of the process: labels and limits; the rules are the actions'."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from plans.forms.work import DateField
from plans.models import Edition, Plan, Unit, User
from taskforce.enums import BodyKind, MailMode, SeatRole
from taskforce.models import Step, StepEvidence
from taskforce.timelines import template_names


class TemplateForm(forms.Form):
    """A process template and the year its first stage falls in."""

    template = forms.ChoiceField(label="工作方案模板")
    year = forms.IntegerField(
        label="第一阶段所在年份",
        required=False,
        min_value=1990,
        max_value=2200,
        help_text="不填时按模板原来的日期。",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        names = [(name, name) for name in template_names()]
        self.fields["template"] = forms.ChoiceField(label="工作方案模板", choices=names)


class WorkPlanForm(forms.Form):
    """A drafting work plan to read."""

    file = forms.FileField(
        label="编制工作方案",
        help_text="Word（docx）或纯文本（txt）。先预览读出的阶段、步骤和领导小组，确认后才建立。",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt"}),
    )


class StepForm(forms.Form):
    """Change a step with a reason."""

    title = forms.CharField(label="步骤", max_length=200)
    starts_on = DateField(label="开始日期", required=False)
    due_on = DateField(label="截止日期", required=False)
    responsible = forms.ModelMultipleChoiceField(
        label="责任单位",
        queryset=Unit.objects.active(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    reason = forms.CharField(label="调整理由", max_length=300)


class StageForm(forms.Form):
    """Change a stage with a reason."""

    title = forms.CharField(label="阶段", max_length=120)
    starts_on = DateField(label="开始日期", required=False)
    due_on = DateField(label="截止日期", required=False)
    reason = forms.CharField(label="调整理由", max_length=300)


class MailForm(forms.Form):
    """How notices come by mail."""

    mode = forms.ChoiceField(label="邮件通知", choices=MailMode.choices)


class ReasonForm(forms.Form):
    """Nothing but the reason for what will happen."""

    reason = forms.CharField(label="理由", max_length=300)


class ShiftForm(forms.Form):
    """Move all dates by whole years."""

    years = forms.IntegerField(
        label="平移年数", help_text="向后填正数，向前填负数；例如由2020年移到2025年填5。"
    )
    reason = forms.CharField(label="调整理由", max_length=300)


class SealForm(forms.Form):
    """What is put to the deciders."""

    question = forms.CharField(label="提请事项", max_length=300)
    edition = forms.ModelChoiceField(
        label="提请审议的稿",
        required=False,
        queryset=Edition.objects.none(),
        help_text="须与汇集材料时选的稿一致。没有规划文本的阶段可以不选，改以材料提请。",
    )
    evidence = forms.ModelMultipleChoiceField(
        label="另外列入各步骤登记的材料",
        required=False,
        queryset=StepEvidence.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    statement = forms.CharField(
        label="情况说明", required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    gap_reason = forms.CharField(
        label="材料不齐而仍要提请的理由",
        max_length=300,
        required=False,
        help_text="材料齐全时不用填写；填写的理由会显示给审议人员。",
    )

    def __init__(self, *args: object, plan: Plan, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["edition"].queryset = plan.editions.all()  # type: ignore[attr-defined]
        shown = StepEvidence.objects.filter(step__stage__timeline__plan=plan)
        self.fields["evidence"].queryset = shown  # type: ignore[attr-defined]


class BodyForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=BodyKind.choices)
    name = forms.CharField(label="名称", max_length=120)


class SeatForm(forms.Form):
    """A person in a body."""

    user = forms.ModelChoiceField(
        label="账号",
        required=False,
        queryset=User.objects.filter(kind="person", is_active=True),
        help_text="有账号的成员可以在平台上审议。",
    )
    name = forms.CharField(label="姓名", max_length=60, required=False)
    role = forms.ChoiceField(label="职责", choices=SeatRole.choices)
    position = forms.CharField(label="职务", max_length=120, required=False)
    from_on = DateField(label="任职起", required=False)
    to_on = DateField(label="任职止", required=False)


class EndSeatForm(forms.Form):
    to_on = DateField(label="任职止", initial=timezone.localdate)


class DeputyForm(forms.Form):
    deputy = forms.ModelChoiceField(
        label="代理人", required=False, queryset=User.objects.filter(kind="person", is_active=True)
    )
    from_on = DateField(label="代理起", required=False)
    to_on = DateField(label="代理止", required=False)


def step_initial(step: Step) -> dict[str, object]:
    """A step as its form shows it."""
    return {
        "title": step.title,
        "starts_on": step.starts_on,
        "due_on": step.due_on,
        "responsible": step.responsible.all(),
    }
