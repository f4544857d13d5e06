"""Units 单位 and people: who owns and carries out a plan."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from guardian.models import UserObjectPermissionBase

from plans.enums import SignedOut, UnitKind, UserKind
from plans.system import clock

SYSTEM_USERNAME = "system"


class UnitQuerySet(models.QuerySet["Unit"]):
    def active(self) -> UnitQuerySet:
        return self.filter(is_active=True)


class Unit(models.Model):
    """A body that drafts, is asked, or decides; ``parent`` is the unit it answers through."""

    name = models.CharField(
        "单位名称",
        max_length=120,
        unique=True,
        error_messages={"unique": "已有同名的单位，请核对后改用别的名称。"},
    )
    kind = models.CharField("类别", max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="隶属"
    )
    leader = models.CharField("责任领导", max_length=60, blank=True)
    officer = models.CharField("具体工作人员", max_length=60, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    is_active = models.BooleanField("启用", default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "id"]
        permissions = [
            ("draft_reply", "起草本单位意见"),
            ("release_reply", "审签本单位意见"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=UnitKind.values),
                name="unit_kind_is_known",
                violation_error_message="请选择列出的单位类别。",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="unit_has_a_name",
                violation_error_message="请填写单位名称。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """Every actor: a person with a password, the holder of a personal link, or the clock.

    ``opened_by`` gave the account its last password or link that was not its owner's own, and may
    therefore never be taken for a second person beside it (``plans.seconds.may_be_second``).
    ``voice_rests``: others gave the password of an office anew, and nobody has confirmed it yet.
    ``password_is_given``: somebody else set the password, and its owner has to change it first.
    ``ends_on`` is the last day of an account for somebody from outside; ``end_reminded`` how many
    days before it the last reminder was for, 0 once it is kept beyond its end.
    ``session_mark`` is part of what a session is held against, so that adding one ends every
    sign-in of before (``plans.people.sessions.end_sessions``); ``signed_out`` says why.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    username = models.CharField(
        "用户名",
        max_length=150,
        unique=True,
        validators=[AbstractUser.username_validator],
        error_messages={"unique": "已有同名的账号，请换一个用户名。"},
    )
    full_name = models.CharField("姓名", max_length=60)
    position = models.CharField("职务", max_length=120, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="单位"
    )
    kind = models.CharField(max_length=10, choices=UserKind.choices, default=UserKind.PERSON)
    is_demo = models.BooleanField("演示账号", default=False)
    opened_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name="开户人",
    )
    voice_rests = models.BooleanField(default=False, editable=False)
    password_is_given = models.BooleanField(default=False, editable=False)
    ends_on = models.DateField("到期日", null=True, blank=True)
    end_reminded = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    session_mark = models.PositiveIntegerField(default=0, editable=False)
    signed_out = models.CharField(
        max_length=10, blank=True, choices=SignedOut.choices, editable=False
    )
    date_joined = models.DateTimeField("登记时间", default=clock.now, editable=False)

    REQUIRED_FIELDS = ["email", "full_name"]

    class Meta(AbstractUser.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.full_name}（演示）" if self.is_demo else self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Without a mark as Django makes it: a session of before goes on."""
        made: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        return f"{made}.{self.session_mark}" if self.session_mark else made


class UnitUserObjectPermission(UserObjectPermissionBase):
    """guardian's rights on a unit: officer (draft_reply) and head (release_reply)."""

    content_object = models.ForeignKey(Unit, on_delete=models.CASCADE)


class UsedPassword(models.Model):
    """The hash of a password that a person has or had, newest first; only the last few are kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="used_passwords")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.user}：{self.set_at:%Y-%m-%d}"
