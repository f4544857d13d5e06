"""A number beyond every id in an address is answered like any other: there is nothing there."""

from __future__ import annotations

from django.urls import reverse

from tests.world import NAMES, World, client_of

HUGE = 10**20


def test_no_address_breaks_on_a_number_beyond_every_id(world: World) -> None:
    client = client_of(world.cast.drafter)
    tried = 0
    for name in NAMES:
        whole = world.kwargs(name)
        for key in [key for key, value in whole.items() if isinstance(value, int)]:
            address = reverse(name, kwargs=whole | {key: HUGE})
            tried += 1
            assert client.get(address).status_code in (404, 405), address
            assert client.post(address).status_code in (404, 405), address
    assert tried > 150
