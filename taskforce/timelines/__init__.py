"""Process templates: YAML files, read and checked. Schema: docs/timelines.md."""

from taskforce.timelines.loading import load, load_named, template_names
from taskforce.timelines.schema import (
    Body,
    Gate,
    InvalidTemplate,
    ProcessTemplate,
    Stage,
    Step,
    TemplateError,
)
from taskforce.timelines.shifting import check_years, shift, shifted_day, shifted_words

__all__ = [
    "ProcessTemplate", "Body", "Stage", "Step", "Gate", "TemplateError", "InvalidTemplate",
    "load", "load_named", "template_names", "shift", "check_years", "shifted_day", "shifted_words",
]  # fmt: skip
