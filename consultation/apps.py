"""Who was asked and what they said, on an edition of a plan."""

from importlib import import_module

from django.apps import AppConfig

from plans.leaving.registry import register
from plans.public.beside import BESIDE


class ConsultationConfig(AppConfig):
    name = "consultation"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "征求意见"

    def ready(self) -> None:
        """What it knows of a leaver is known to the hand-over; published plans lead to what became
        of the public's suggestions."""
        register(import_module("consultation.leaving.actions.kinds").KINDS)
        BESIDE.append(import_module("consultation.suggestions.beside").links)
