"""运行状况, for the system administrator: the parts, what waits, what is wrong and was."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from plans.models import Trouble
from plans.operation.figures import CLOCK_WORDS, Disk, Figures, disks, read_figures
from plans.operation.parts import readiness
from plans.operation.troubles import in_words, troubles
from plans.permissions import may_operate
from plans.system.pages import require, staff_page

SHOWN = 20
_FOLDERS = {"data": "数据文件夹", "files": "文件存储"}


@staff_page
def operation(request: HttpRequest) -> HttpResponse:
    """How the portal is running, now and lately."""
    require(may_operate(request.user))
    figures, room = read_figures(), disks()
    context = {
        "title": "运行状况",
        "crumbs": [("我的工作台", reverse("desk")), ("运行状况", None)],
        "now": troubles(figures, room),
        "parts": readiness(),
        "figures": figures,
        "waits": _waits(figures),
        "clock": _clock(figures),
        "disks": [(_FOLDERS[disk.name], _room(disk)) for disk in room],
        "skew": f"{figures.skew:+.1f}秒",
        "past": Trouble.objects.all()[:SHOWN],
    }
    return render(request, "plans/operation/operation.html", context)


def _waits(figures: Figures) -> dict[str, str]:
    oldest = {
        "job": figures.oldest_job,
        "mail": figures.oldest_mail,
        "unsealed": figures.oldest_unsealed,
    }
    return {
        name: in_words(figures.age(since)) if since else "没有等待的"
        for name, since in oldest.items()
    }


def _clock(figures: Figures) -> list[tuple[str, str]]:
    """What the clock does, and how long ago it last ended well."""
    ago = {task: f"{in_words(figures.age(moment))}前" for task, moment in figures.ran.items()}
    return [(words, ago.get(task, "还没有")) for task, words in CLOCK_WORDS.items()]


def _room(disk: Disk) -> str:
    return f"还有{disk.free // 2**20:,} MB，共{disk.total // 2**20:,} MB"
