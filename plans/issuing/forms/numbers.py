"""Forms of letterheads and document numbers."""

from __future__ import annotations

from django import forms

from plans.enums import NumberState
from plans.models import Letterhead
from plans.system import clock
from plans.system.fields import Form, ModelForm


def this_year() -> int:
    """The year in local time."""
    return clock.today().year


class LetterheadForm(ModelForm):
    """An organisation's letterhead and the defaults of its 版记."""

    class Meta:
        model = Letterhead
        fields = ["unit", "body_name", "code", "signature", "copies_to", "printed_by", "is_active"]
        labels = {"unit": "所属单位"}
        help_texts = {
            "body_name": "版头上的全称，不含“文件”二字。",
            "code": "发文字号中年份之前的部分，例如：渝科协发。",
        }


class NumberFilter(Form):
    """What of the register is shown."""

    letterhead = forms.ModelChoiceField(
        label="版头", required=False, queryset=Letterhead.objects.all(), empty_label="全部"
    )
    year = forms.IntegerField(label="年份", required=False, min_value=1949, max_value=2200)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *NumberState.choices]
    )


class ReserveForm(Form):
    """Take the next number of a letterhead."""

    letterhead = forms.ModelChoiceField(
        label="版头", queryset=Letterhead.objects.filter(is_active=True), empty_label=None
    )
    year = forms.IntegerField(label="年份", min_value=1949, max_value=2200, initial=this_year)
    purpose = forms.CharField(label="用途", max_length=200)


class ReleaseForm(Form):
    reason = forms.CharField(label="释放理由", max_length=200)
