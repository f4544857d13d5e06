"""Process templates: YAML files, read and checked. Schema: docs/timelines.md."""

from taskforce.process_templates.loading import load, load_named, template_names
from taskforce.process_templates.schema import (
    Body,
    Gate,
    InvalidTemplate,
    ProcessTemplate,
    Stage,
    Step,
    TemplateError,
)
from taskforce.process_templates.shifting import check_years, shift, shifted_day, shifted_words

__all__ = [
    "ProcessTemplate", "Body", "Stage", "Step", "Gate", "TemplateError", "InvalidTemplate",
    "load", "load_named", "template_names", "shift", "check_years", "shifted_day", "shifted_words",
]  # fmt: skip
