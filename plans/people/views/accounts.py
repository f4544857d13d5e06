"""人员: accounts in one list, one person's page, and what the administrators do there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.enums import OFFICES, PORTAL_DUTIES, UserKind
from plans.models import User
from plans.people.accounts import (
    found,
    lines,
    other_duties,
    portal_rights,
    state_of,
    two_offices,
    why_ended,
)
from plans.people.actions.accounts import (
    Facts,
    change_account,
    deactivate_all,
    reactivate,
    set_end,
)
from plans.people.actions.activation import give_link
from plans.people.actions.appointments import name_for_portal
from plans.people.actions.directory import make_person
from plans.people.actions.factors import name_lost_factor
from plans.people.factors import has_factor
from plans.people.fields import ReasonForm
from plans.people.forms.accounts import AccountFilter, FactsForm, TermForm
from plans.people.forms.directory import AccountForm, LinkReasonForm
from plans.people.pages import ACCOUNTS, account_crumbs, load_account, shown
from plans.people.views.activation import show_link
from plans.people.vouching import mail_that_waits
from plans.permissions import may_give_rights, may_keep_accounts, may_see_accounts
from plans.system.pages import (
    actor,
    attempt,
    key_of,
    numbers_in,
    page_url,
    press,
    require,
    staff_page,
)

PAGE = 50


@staff_page
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts of people; ?q=, ?unit=, ?state=, ?duty=, ?after= an id."""
    require(may_see_accounts(request.user))
    form = AccountFilter(request.GET)
    rows = found(form.wanted())
    total = rows.count()
    after = key_of(request, "after")
    page = list(rows.filter(pk__gt=after or 0)[: PAGE + 1])
    context = {
        "title": ACCOUNTS,
        "crumbs": [(ACCOUNTS, None)],
        "filter_form": form,
        "rows": lines(page[:PAGE]),
        "total": total,
        "may_keep": may_keep_accounts(request.user),
        "next_url": page_url(request, "after", page[PAGE - 1].pk) if len(page) > PAGE else "",
    }
    return render(request, "plans/people/accounts.html", context)


@staff_page
def new_account(request: HttpRequest) -> HttpResponse:
    """Open an account; its link is shown once, as for a unit's own people."""
    require(may_keep_accounts(request.user))
    form = AccountForm(request.POST or None)
    if form.is_valid():
        by = actor(request)
        made = attempt(form, lambda: make_person(by=by, **form.cleaned_data))
        if made:
            return show_link(request, *give_link(made, by=by))
    context = {
        "title": "新建账号",
        "form": form,
        "submit": "建立账号",
        "crumbs": [(ACCOUNTS, reverse("accounts")), ("新建账号", None)],
        "cancel_url": reverse("accounts"),
    }
    return render(request, "base_form.html", context)


@staff_page
def account(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person: facts, state, rights in the whole portal, what else they are appointed to."""
    require(may_see_accounts(request.user))
    by = actor(request)
    related = User.objects.select_related("unit", "opened_by")
    user = get_object_or_404(related, pk=user_id, kind=UserKind.PERSON)
    standing = portal_rights(user)
    gives = may_give_rights(by) and by.pk != user.pk
    context = {
        "title": str(user),
        "crumbs": account_crumbs(user),
        "user_shown": user,
        "line": state_of(user),
        "ended": why_ended(user),
        "offices": two_offices(user),
        "may_keep": may_keep_accounts(by),
        "has_factor": has_factor(user),
        "mail": mail_that_waits(user),
        "may_name": gives and user.is_active,
        "rights": [
            (duty, shown(standing[duty], by) if duty in standing else None, duty in OFFICES)
            for duty in PORTAL_DUTIES
        ],
        "others": other_duties(user),
    }
    return render(request, "plans/people/account.html", context)


@staff_page
def change(request: HttpRequest, user_id: int) -> HttpResponse:
    """Change name, position, mail and unit."""
    user = load_account(request, user_id)
    form = FactsForm(request.POST or None, user=user)
    here = reverse("account", args=[user.pk])
    if form.is_valid():
        facts = Facts(**form.cleaned_data)
        if attempt(form, lambda: change_account(user.pk, facts, by=actor(request))):
            waits = "新的邮箱经本人或者另一位管理员确认后启用。" if mail_that_waits(user) else ""
            messages.success(request, f"{facts.full_name}的账号信息已保存。{waits}")
            return redirect(here)
    context = {
        "title": "修改账号信息",
        "form": form,
        "crumbs": account_crumbs(user, ("修改", None)),
        "cancel_url": here,
    }
    return render(request, "base_form.html", context)


@staff_page
def term(request: HttpRequest, user_id: int) -> HttpResponse:
    """Until when the account is for: set, put off, or taken away, with a reason."""
    user = load_account(request, user_id)
    form = TermForm(request.POST or None, user=user)
    here = reverse("account", args=[user.pk])
    if form.is_valid():
        day, reason = form.cleaned_data["ends_on"], form.cleaned_data["reason"]
        if attempt(form, lambda: set_end(user.pk, day, reason, by=actor(request))):
            messages.success(request, f"{user}的到期日已保存，已告知本人。")
            return redirect(here)
    context = {
        "title": "账号的到期日",
        "form": form,
        "crumbs": account_crumbs(user, ("到期日", None)),
        "cancel_url": here,
    }
    return render(request, "base_form.html", context)


@staff_page
def lost_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    """The device is lost: a reason, then a second person confirms."""
    user = load_account(request, user_id)
    form = LinkReasonForm(request.POST or None)
    here = reverse("account", args=[user.pk])
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: name_lost_factor(user.pk, reason, by=actor(request))):
            messages.success(request, "已提出，经另一位管理员确认后解除，已告知本人。")
            return redirect(here)
    context = {
        "title": "解除两步验证",
        "form": form,
        "consequences": [
            "须经另一位管理员确认。确认后，本人各处的登录退出，下次登录只需要密码，随即重新设置。",
            "本人担任职务的，表态和办理的权限暂停，直到另一位有权人员确认账号由本人使用。",
        ],
        "button": "提出",
        "crumbs": account_crumbs(user, ("解除两步验证", None)),
        "cancel_url": here,
    }
    return render(request, "confirm.html", context)


@staff_page
def reopen(request: HttpRequest, user_id: int) -> HttpResponse:
    """恢复 an account that was ended, with a reason."""
    user = load_account(request, user_id)
    form = ReasonForm(request.POST or None)
    here = reverse("account", args=[user.pk])
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: reactivate(user.pk, reason, by=actor(request))):
            messages.success(request, f"{user}的账号已恢复。")
            return redirect(here)
    context = {
        "title": "恢复账号",
        "form": form,
        "consequences": [f"{user}可以重新登录；停用期间没有终止的任职和权限随之恢复。"],
        "button": "恢复账号",
        "harmless": True,
        "crumbs": account_crumbs(user, ("恢复", None)),
        "cancel_url": here,
    }
    return render(request, "confirm.html", context)


@staff_page
@require_POST
def end_chosen(request: HttpRequest) -> HttpResponse:
    """停用 of the accounts chosen in the list, all or none."""
    require(may_keep_accounts(request.user))
    chosen, reason = numbers_in(request.POST.getlist("selected")), request.POST.get("reason", "")
    return press(
        request,
        lambda: deactivate_all(chosen, reason, by=actor(request)),
        f"已停用{len(set(chosen))}个账号，登录即时失效。",
        reverse("accounts"),
    )


@staff_page
@require_POST
def name(request: HttpRequest, user_id: int) -> HttpResponse:
    """提名 for a right in the whole portal."""
    require(may_give_rights(request.user) and request.POST.get("duty") in PORTAL_DUTIES)
    user = get_object_or_404(User, pk=user_id, kind=UserKind.PERSON)
    return press(
        request,
        lambda: name_for_portal(user, request.POST["duty"], by=actor(request)),
        f"已提名{user}，经另一人确认后生效，已通知本人和有权确认的人员。",
        reverse("account", args=[user.pk]),
    )
