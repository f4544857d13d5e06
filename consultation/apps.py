"""Who was asked and what they said, on an edition of a plan."""

from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    name = "consultation"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "征求意见"
