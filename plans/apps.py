"""What is written: units and people, plans, text, editions, documents, publication."""

from django.apps import AppConfig
from django.forms import Field


class PlansConfig(AppConfig):
    name = "plans"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "规划"

    def ready(self) -> None:
        """An empty field says what to do, in the words of an office."""
        Field.default_error_messages["required"] = "请填写这一项。"
