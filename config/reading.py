"""How a setting is read from the environment: its value, or a sentence that stops the start."""

from __future__ import annotations

from datetime import datetime, time
from ipaddress import IPv4Network, IPv6Network, ip_network

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def required(name: str) -> str:
    """What production cannot start without."""
    value = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"PORTAL_MODE=production needs {name} in the environment.")
    return value


def choice(name: str, default: str, *known: str) -> str:
    value = env.str(name, "") or default
    if value not in known:
        said = " or ".join(map(repr, known))
        raise ImproperlyConfigured(f"{name} is {value!r}: say {said}.")
    return value


def number(name: str, default: int) -> int:
    value = env.str(name, "") or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}: a whole number is expected.")
    return int(value)


def rate(name: str, default: str) -> tuple[int, int] | None:
    """So many in so many seconds; None where there is no limit."""
    value = env.str(name, "") or default
    if value == "off":
        return None
    most, _, seconds = value.partition("/")
    if not (most.isdecimal() and seconds.isdecimal() and int(seconds)):
        raise ImproperlyConfigured(f"{name} is {value!r}: 20/600 (20 in 600 seconds) or off.")
    return int(most), int(seconds)


def networks(name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks or single addresses, divided by commas; none where nothing is said."""
    found = []
    for text in env.list(name, default=[]):
        try:
            found.append(ip_network(text.strip()))
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} holds {text!r}: addresses or networks like 10.0.0.0/8 are expected."
            ) from None
    return tuple(found)


def keeping(name: str, default: str) -> tuple[int, int] | None:
    """Of so many days and so many months the newest backup stays; None where all stay."""
    value = env.str(name, "") or default
    if value == "off":
        return None
    days, _, months = value.partition("+")
    if not (days.isdecimal() and months.isdecimal()):
        raise ImproperlyConfigured(f"{name} is {value!r}: 14+12 (days and months) or off.")
    return int(days), int(months)


def time_of_day(name: str, default: str) -> time:
    value = env.str(name, "") or default
    try:
        return datetime.strptime(value, "%H:%M").time()
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}: a time like 17:00 is expected.") from None
