"""How the work advances and who decides."""

from importlib import import_module

from django.apps import AppConfig

from plans.leaving.registry import register


class TaskforceConfig(AppConfig):
    name = "taskforce"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "编制工作"

    def ready(self) -> None:
        """What it knows of a leaver is known to the hand-over, and what ends with an account."""
        leaving = import_module("taskforce.leaving.actions.kinds")
        register(leaving.KINDS)
        accounts = import_module("plans.people.actions.accounts")
        accounts.ENDS_WITH_ACCOUNT.append(leaving.end_calendar)
