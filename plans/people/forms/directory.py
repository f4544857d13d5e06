"""Forms of the directory of units and people."""

from __future__ import annotations

from django import forms

from plans.enums import UnitKind
from plans.models import Unit
from plans.system.fields import DateField, Form


class UnitFilter(Form):
    """Filters of the directory, in the URL."""

    q = forms.CharField(
        label="单位名称", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(
        label="类别", required=False, choices=[("", "全部"), *UnitKind.choices]
    )


class UnitForm(Form):
    """A unit; its name is fixed once it is in the directory."""

    name = forms.CharField(label="单位名称", max_length=120)
    kind = forms.ChoiceField(label="类别", choices=UnitKind.choices)
    leader = forms.CharField(label="责任领导", max_length=60, required=False)
    officer = forms.CharField(label="具体工作人员", max_length=60, required=False)
    email = forms.EmailField(label="电子邮箱", required=False)
    phone = forms.CharField(label="联系电话", max_length=40, required=False)

    def __init__(self, *args: object, unit: Unit | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if unit is not None:
            del self.fields["name"]
            self.initial = {name: getattr(unit, name) for name in self.fields}


class UnitSheetForm(Form):
    """A sheet of units to import."""

    file = forms.FileField(
        label="单位名录",
        help_text="Excel（xlsx），第1行为列名：单位名称、类别、责任领导、具体工作人员、电子邮箱、"
        "联系电话。先预览，确认后一次全部写入；同名单位按表中内容更新。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


class PersonForm(Form):
    """An account for a person of a unit."""

    username = forms.CharField(label="用户名", max_length=150)
    full_name = forms.CharField(label="姓名", max_length=60)
    position = forms.CharField(label="职务", max_length=120, required=False)
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        help_text="填写的，开通链接同时发到这个邮箱。密码由本人设定；开通链接由您给出，因此您不能确认这个人的任职，"
        "这个人也不能确认您经办的事项。",
    )
    ends_on = DateField(
        label="到期日",
        required=False,
        help_text="借调、外聘和委托机构的人员填写：当天仍可使用，次日自动停用，到期前提醒本人和您。",
    )


class AccountForm(PersonForm):
    """An account for anybody, in a unit or in none."""

    unit = forms.ModelChoiceField(
        Unit.objects.active(), label="单位", required=False, empty_label="（不属于任何单位）"
    )
    field_order = ("username", "full_name", "unit")


class LinkReasonForm(Form):
    """Why somebody gets a new link to set a password."""

    reason = forms.CharField(
        label="理由",
        max_length=200,
        help_text="例如“忘记密码，本人当面提出”。会告知本人，并记入日志。",
    )
