"""Forms of accounts: the list's filters, a person's facts, end dates."""

from __future__ import annotations

from django import forms

from plans.enums import PORTAL_DUTIES
from plans.models import Unit, User
from plans.people.accounts import AccountState, Wanted
from plans.people.fields import ReasonForm
from plans.system.fields import DateField, Form


class AccountFilter(Form):
    """Filters of the list of accounts, in the URL."""

    q = forms.CharField(
        label="姓名、用户名或邮箱", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label="单位", required=False, empty_label="全部"
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *AccountState.choices]
    )
    duty = forms.ChoiceField(
        label="全平台权限",
        required=False,
        choices=[("", "全部"), *((one.value, one.label) for one in PORTAL_DUTIES)],
    )

    def wanted(self) -> Wanted:
        """The filters that make sense; what is wrong is left out."""
        self.is_valid()
        return Wanted(**self.cleaned_data)


class FactsForm(Form):
    """Name, position, mail and unit of a person."""

    full_name = forms.CharField(label="姓名", max_length=60)
    position = forms.CharField(label="职务", max_length=120, required=False)
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        help_text="账号已经开通的，经本人登录后确认，或由另一位管理员确认后启用，原来的邮箱会收到通知。",
    )
    unit = forms.ModelChoiceField(
        Unit.objects.active(),
        label="单位",
        required=False,
        empty_label="（不属于任何单位）",
        help_text="担任单位经办人、负责人的，先移交或终止任职才能改单位。",
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.initial = {name: getattr(user, name) for name in self.fields}


class TermForm(ReasonForm):
    """Until when an account is for."""

    ends_on = DateField(
        label="到期日",
        required=False,
        help_text="当天仍可使用，次日自动停用；到期前14天和3天提醒本人和开户人。不填为不设到期日。",
    )
    field_order = ("ends_on", "reason")

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.initial = {"ends_on": user.ends_on}
