"""A listing is the list it was made of, in less memory."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presselese.read import Columns, Input, Listing, find_inputs

INPUTS = [Input(f"{number:04}", f"in/{number:04}.txt") for number in range(200)]


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 128, 200])
def test_a_listing_is_its_list(count: int) -> None:
    listing = Listing(iter(INPUTS[:count]))
    assert len(listing) == count
    assert list(listing) == INPUTS[:count]
    assert [listing[place] for place in reversed(range(count))] == INPUTS[:count][::-1]


@given(
    st.lists(st.builds(Input, st.text(), st.text(), st.none() | st.binary()), max_size=150),
    st.slices(150),
)
def test_any_slice_is_that_of_the_list(inputs: Sequence[Input], part: slice) -> None:
    assert Listing(inputs)[part] == inputs[part]


@pytest.mark.parametrize("place", [200, -201])
def test_outside_of_a_listing_is_nothing(place: int) -> None:
    with pytest.raises(IndexError):
        Listing(INPUTS)[place]
    assert Listing(INPUTS)[-1] == INPUTS[-1]


def test_places_inside_other_files_are_kept(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("text\n" + "Fulda\n" * 100)
    found = find_inputs([str(tmp_path / "t.csv")], Columns("text"))
    assert {source.place.read(9).data for source in found if source.place} == {b"Fulda"}


def test_a_listing_takes_a_tenth_of_the_memory() -> None:
    many = [
        Input(f"2021/05/{number:06}", f"releases/2021/05/{number:06}.txt")
        for number in range(20_000)
    ]
    listing = Listing(many)
    packed = len(listing._packed) + sys.getsizeof(listing._ends)
    assert packed < 20 * len(many)
