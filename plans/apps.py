"""What is written: units and people, plans, text, editions, documents, publication."""

from importlib import import_module

from django.apps import AppConfig
from django.core.checks import register
from django.db.backends.signals import connection_created
from django.forms import Field

from plans.leaving.registry import register as register_holdings
from plans.rendering.startup import check_documents
from plans.system.slow_queries import watch_queries


class PlansConfig(AppConfig):
    name = "plans"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "规划"

    def ready(self) -> None:
        """An empty field says what to do, in the words of an office; checks are known."""
        register(check_documents)
        connection_created.connect(watch_queries)
        register_holdings(import_module("plans.leaving.actions.kinds").KINDS)
        import_module("plans.people.actions.factors").listen()
        import_module("plans.people.sessions").listen()
        Field.default_error_messages["required"] = "请填写这一项。"
