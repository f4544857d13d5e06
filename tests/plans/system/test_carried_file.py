"""What the preview page carries comes back whole, or is refused."""

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.errors import InvalidInput
from plans.system.carried_file import pack, unpack
from plans.system.uploads import MAX_BYTES


@given(st.binary(min_size=1, max_size=5000))
def test_a_file_comes_back_whole(content):
    assert unpack(pack(content)) == content


@pytest.mark.parametrize("packed", ["", "zz", "AAAA", "汉字", pack(b"")])
def test_a_broken_field_is_refused(packed):
    with pytest.raises(InvalidInput, match="请重新选择"):
        unpack(packed)


def test_a_blown_up_field_is_refused():
    bomb = base64.b64encode(zlib.compress(b"\0" * (MAX_BYTES + 1))).decode()
    with pytest.raises(InvalidInput, match="请重新选择"):
        unpack(bomb)
