"""Files that people bring (attachments) and files that we make (renditions)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from plans.enums import FileFormat
from plans.models.plan import Plan
from plans.system import clock


class Attachment(models.Model):
    """An uploaded file, kept as it came, under a name of ours; served as a download only."""

    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField(
        max_length=200,
        unique=True,
        help_text="below the files' root",
        error_messages={"unique": "文件没有保存成功，请再上传一次。"},
    )
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Rendition(models.Model):
    """A document made from a block tree, kept by the hash of all that its bytes depend on.

    ``key`` is the SHA-256 of tree, format, layout version and fonts; ``path`` is empty until
    the file stands whole at its place.
    """

    key = models.CharField(
        max_length=64,
        unique=True,
        error_messages={"unique": "这份文件刚刚已经开始生成，请刷新页面查看。"},
    )
    tree = models.JSONField()
    format = models.CharField(max_length=10, choices=FileFormat.choices)
    variant = models.CharField(max_length=20, blank=True)
    path = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.key[:12]}.{self.format}"
