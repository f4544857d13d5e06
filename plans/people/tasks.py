"""The clock's part of accounts."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command

from plans.people.actions.account import forget_ended_sessions
from plans.people.actions.terms import end_lapsed, remind_ending
from plans.system import clock


@shared_task(name="plans.clear_sessions")
def clear_sessions() -> None:
    """Remove the rows of sign-ins that have ended; nobody can use them, but they would stay."""
    call_command("clearsessions")
    forget_ended_sessions()


@shared_task(name="plans.end_accounts")
def end_accounts() -> None:
    """Remind of accounts that end soon, and end those whose last day is over."""
    remind_ending(clock.today())
    end_lapsed(clock.today())
