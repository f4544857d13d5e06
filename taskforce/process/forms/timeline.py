"""Forms of a timeline: its template or work plan, stages, steps, shifting."""

from __future__ import annotations

from django import forms

from plans.models import Unit
from plans.system.fields import DateField, Form
from taskforce.enums import BodyKind
from taskforce.models import Step
from taskforce.process_templates import template_names


class TemplateForm(Form):
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


class WorkPlanForm(Form):
    """A drafting work plan to read."""

    file = forms.FileField(
        label="编制工作方案",
        help_text="Word（docx）或纯文本（txt）。先预览读出的阶段、步骤和"
        f"{BodyKind.LEADING_GROUP.label}，确认后才建立。",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt"}),
    )


class StepForm(Form):
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


class StageForm(Form):
    """Change a stage with a reason."""

    title = forms.CharField(label="阶段", max_length=120)
    starts_on = DateField(label="开始日期", required=False)
    due_on = DateField(label="截止日期", required=False)
    reason = forms.CharField(label="调整理由", max_length=300)


class ReasonForm(Form):
    """Nothing but the reason for what will happen."""

    reason = forms.CharField(label="理由", max_length=300)


class ShiftForm(Form):
    """Move all dates by whole years."""

    years = forms.IntegerField(
        label="平移年数", help_text="向后填正数，向前填负数；例如由2020年移到2025年填5。"
    )
    reason = forms.CharField(label="调整理由", max_length=300)


def step_initial(step: Step) -> dict[str, object]:
    """A step as its form shows it."""
    return {
        "title": step.title,
        "starts_on": step.starts_on,
        "due_on": step.due_on,
        "responsible": step.responsible.all(),
    }
