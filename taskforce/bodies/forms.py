"""Forms of bodies, seats and deputies."""

from __future__ import annotations

from django import forms

from plans.models import User
from plans.system import clock
from plans.system.fields import DateField, Form
from taskforce.enums import BodyKind, SeatRole


class BodyForm(Form):
    kind = forms.ChoiceField(label="类别", choices=BodyKind.choices)
    name = forms.CharField(label="名称", max_length=120)
    issues_as = forms.CharField(
        label="发文名称",
        max_length=120,
        required=False,
        help_text="以本机构名义行文时用的全称，与名称相同时不填。",
    )


class SeatForm(Form):
    """A person in a body."""

    user = forms.ModelChoiceField(
        label="账号",
        required=False,
        queryset=User.objects.filter(kind="person", is_active=True),
        help_text="有账号的成员可以在平台上审议。任职由本人或另一位管理人员确认后生效。",
    )
    name = forms.CharField(label="姓名", max_length=60, required=False)
    role = forms.ChoiceField(label="职责", choices=SeatRole.choices)
    position = forms.CharField(label="职务", max_length=120, required=False)
    from_on = DateField(label="任职起", required=False)
    to_on = DateField(label="任职止", required=False)


class EndSeatForm(Form):
    to_on = DateField(label="任职止", initial=clock.today)


class DeputyForm(Form):
    """Who acts for a seat, from when to when; both days are needed."""

    user = forms.ModelChoiceField(
        label="代理人",
        queryset=User.objects.filter(kind="person", is_active=True),
        help_text="经另一人确认后生效；席位的本人和代理人都会收到通知。",
    )
    from_on = DateField(label="代理起", initial=clock.today)
    to_on = DateField(label="代理止")
