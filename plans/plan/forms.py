"""Forms of the plan as a whole: import, settings, rights."""

from __future__ import annotations

from django import forms

from plans.enums import PlanKind
from plans.models import Plan, Unit, User
from plans.permissions import MANAGE_PLAN
from plans.plan.actions import PLAN_RIGHTS
from plans.system.fields import Form, ModelForm

RIGHT_NAMES = {"manage_plan": "主持规划", "draft_plan": "起草全部章节", "read_draft": "阅看草案"}


class NewPlanForm(Form):
    """A plan from nothing."""

    title = forms.CharField(label="规划名称", max_length=200)
    slug = forms.SlugField(
        label="网址标识", max_length=80, help_text="小写字母、数字和连字符，例如 chongqing-14-5。"
    )
    kind = forms.ChoiceField(label="类别", choices=PlanKind.choices)
    owner = forms.ModelChoiceField(label="编制单位", queryset=Unit.objects.active())
    period_start = forms.IntegerField(label="规划期起（年）", min_value=1949, max_value=2200)
    period_end = forms.IntegerField(label="规划期止（年）", min_value=1949, max_value=2200)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        start, end = data.get("period_start"), data.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", "规划期止不能早于规划期起。")
        return data


class SettingsForm(ModelForm):
    """Kind, period and number formats of a plan."""

    class Meta:
        model = Plan
        fields = [
            "kind",
            "period_start",
            "period_end",
            "chapter_style",
            "section_style",
            "task_style",
            "task_running",
        ]
        help_texts = {"task_running": "不勾选时，任务序号在每一章或节内重新开始。"}


class UploadForm(Form):
    """A source text to import."""

    file = forms.FileField(
        label="规划文本",
        help_text="Word（docx）或纯文本（txt），不超过20MB。先预览识别结果，确认后才保存。",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt,.md"}),
    )


class ImportForm(NewPlanForm):
    """What a new plan needs beside its recognised text."""


class RightForm(Form):
    """Give a person a right on the plan."""

    user = forms.ModelChoiceField(
        label="人员", queryset=User.objects.filter(kind="person", is_active=True)
    )
    right = forms.ChoiceField(
        label="权限",
        choices=[(right, RIGHT_NAMES[right]) for right in (*PLAN_RIGHTS, MANAGE_PLAN)],
        help_text="“主持规划”须由本人或另一位主持人确认后才生效，其他权限即时生效。",
    )
