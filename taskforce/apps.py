"""How the work advances and who decides."""

from django.apps import AppConfig


class TaskforceConfig(AppConfig):
    name = "taskforce"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "编制工作"
