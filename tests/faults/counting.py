"""``python -m tests.faults.counting FILE``: the ledger of FILE against the database, as JSON.

``hurry`` first makes due what waits for a lease or a second try, since nobody holds it any more.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import django


def main() -> int:
    """``hurry``, ``left`` (how much still waits) or a count."""
    django.setup()
    word = sys.argv[1]
    found = {"hurry": hurry, "left": left}.get(word, lambda: counted(json.loads(read(word))))()
    json.dump(found, sys.stdout)
    return 0


def read(name: str) -> str:
    return Path(name).read_text()


def hurry() -> None:
    """Whoever held something was killed; it need not be waited for."""
    from plans.models import Job, OutgoingMail  # noqa: PLC0415
    from plans.system.clock import database_now  # noqa: PLC0415

    before = database_now() - timedelta(minutes=5)
    Job.objects.filter(state="running").update(lease_until=before)
    Job.objects.filter(state="queued").update(sent_at=before)
    OutgoingMail.objects.filter(state="waiting").update(not_before=before)


def left() -> int:
    """Jobs and mails that are not done."""
    from plans.models import Job, OutgoingMail  # noqa: PLC0415

    jobs = Job.objects.filter(state__in=("queued", "running")).count()
    return jobs + OutgoingMail.objects.filter(state="waiting").count()


def counted(ledger: dict[str, Any]) -> dict[str, Any]:
    """Of each kind: acknowledged, lost, doubled."""
    from consultation.models import Comment, Reply  # noqa: PLC0415
    from plans.models import Job, OutgoingMail, Provision  # noqa: PLC0415
    from plans.system.actions.audit_chain import verify  # noqa: PLC0415

    texts = "\n".join(Provision.objects.values_list("text", flat=True))
    proposals = Comment.objects.values_list("proposal", flat=True)
    replies = Reply.objects.values_list("invitation_id", flat=True)
    jobs = {one.pk: one for one in Job.objects.filter(task="plans.render")}
    sent = OutgoingMail.objects.filter(state="sent").count()
    return {
        "saves": _judged(ledger["saves"], {one: texts.count(one) for one in ledger["saves"]}),
        "opinions": _judged(ledger["opinions"], Counter(proposals)),
        "released": _judged(ledger["released"], Counter(replies)),
        "papers": _judged(ledger["papers"], {pk: _whole(one) for pk, one in jobs.items()}),
        "jobs of one paper twice": len(jobs) - len({str(one.args) for one in jobs.values()}),
        "mails": sent,
        "log": str(verify()),
    }


def _judged(said: Iterable[Any], there: dict[Any, int]) -> dict[str, int]:
    said = list(said)
    return {
        "acknowledged": len(said),
        "lost": sum(there.get(one, 0) == 0 for one in said),
        "doubled": sum(there.get(one, 0) > 1 for one in said),
    }


def _whole(job: Any) -> int:
    """1 where the job is done and its file can be opened to the end."""
    from plans.models import Rendition  # noqa: PLC0415
    from plans.system import storage  # noqa: PLC0415

    if job.state != "done":
        return 0
    rendition = Rendition.objects.get(key=job.args["key"])
    content = storage.read(rendition.path)
    good = storage.sha256_hex(content) == rendition.sha256
    with storage.open_file(rendition.path) as file, zipfile.ZipFile(file) as archive:
        return int(good and archive.testzip() is None)


if __name__ == "__main__":
    sys.exit(main())
