"""Figures in the format of Prometheus, computed when they are asked for.

Nothing is counted in a process, so that any of many web processes answers alike.
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from plans.models import Trouble
from plans.operation.figures import Figures, disks, read_figures
from plans.operation.parts import AWAY, readiness


class PortalCollector(Collector):
    """All figures; without the database those of the machine alone."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        ready = GaugeMetricFamily("portal_ready", "Whether a part is there.", labels=["part"])
        for part in readiness():
            ready.add_metric([part.key], float(part.good))
        yield ready
        free = GaugeMetricFamily("portal_disk_free_bytes", "Free room.", labels=["folder"])
        for disk in disks():
            free.add_metric([disk.name], disk.free)
        yield free
        try:
            figures = read_figures()
            open_troubles = Trouble.objects.filter(ended_at=None).count()
        except AWAY:
            return
        yield from _of_database(figures)
        yield GaugeMetricFamily("portal_troubles", "Troubles that stand.", value=open_troubles)


def _of_database(figures: Figures) -> Iterator[GaugeMetricFamily]:
    ages = {
        "portal_job_oldest_waiting_seconds": figures.oldest_job,
        "portal_mail_oldest_waiting_seconds": figures.oldest_mail,
        "portal_audit_oldest_unsealed_seconds": figures.oldest_unsealed,
    }
    for name, since in ages.items():
        yield GaugeMetricFamily(name, "How long the oldest has waited.", value=figures.age(since))
    for name, states in {"portal_jobs": figures.jobs, "portal_mail": figures.mail}.items():
        family = GaugeMetricFamily(name, "How many stand in a state.", labels=["state"])
        for state, number in states.items():
            family.add_metric([state], number)
        yield family
    ran = GaugeMetricFamily(
        "portal_clock_age_seconds", "Since a task of the clock last ended well.", labels=["task"]
    )
    for task, moment in sorted(figures.ran.items()):
        ran.add_metric([task], figures.age(moment))
    yield ran
    yield GaugeMetricFamily(
        "portal_clock_skew_seconds", "This machine's clock less the database's.", value=figures.skew
    )


def exposition() -> bytes:
    """All figures as text."""
    registry = CollectorRegistry()
    registry.register(PortalCollector())
    return generate_latest(registry)
