"""What makes the narrated engine quick: rules called directly, candidates ranked once, things let go."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ist_model.engines.narrated import rules
from ist_model.engines.narrated.book import Book
from ist_model.science import draws, inspection, matching, policies

INT = st.integers(-(2**40), 2**40)
WORD = st.integers(0, 2**64 - 1)
NEEDS = st.builds(policies.NeedView, INT, INT, INT, INT, WORD)
SUPPORTERS = st.builds(policies.SupporterView, INT, INT, st.just(0), WORD)
RANKED_ONCE = [name for name, policy in policies.POLICIES.items() if not policy.weighs_gain]


@given(seed=WORD, entity=WORD, index=st.integers(0, 2**62))
def test_a_rule_called_directly_gives_the_same_bits(seed, entity, index):
    drawn = rules.draws.uniform(seed, 3, draws.NOISE, entity, index)
    asked = (np.uint64(seed), np.uint64(3), draws.NOISE, np.uint64(entity), np.uint64(index))
    assert drawn == draws.uniform(*asked)
    assert rules.draws.derived_key(entity, 1, index) == int(
        draws.derived_key(*map(np.uint64, (entity, 1, index)))
    )


def test_a_rule_called_directly_takes_what_stands_for_its_types():
    assert rules.matching.milli_of(np.float64(1.5)) == rules.matching.milli_of(1.5) == matching.milli_of(1.5)
    assert rules.matching.week_is_full(np.int32(5), 6, 10) is True
    with pytest.raises(TypeError):
        rules.matching.milli_of(None)


def test_rules_that_take_arrays_stay_with_numba_which_knows_their_types():
    assert rules.inspection.grade is inspection.grade
    with pytest.raises(TypeError):
        rules.inspection.grade(50.0, np.array(["a"]))


@pytest.mark.parametrize("name", RANKED_ONCE)
@given(needs=st.tuples(NEEDS, NEEDS), supporters=st.tuples(SUPPORTERS, SUPPORTERS))
def test_a_policy_that_weighs_no_gains_ranks_two_supporters_alike_for_every_need(name, needs, supporters):
    rank = rules.direct(policies.POLICIES[name].rank)
    first, second = supporters
    one, other = (rank(need, first) < rank(need, second) for need in needs)
    assert one == other


class Thing:
    """Something for a book."""

    def __init__(self, weight):
        self.number, self.weight = -1, weight


def test_a_book_holds_what_is_over_as_it_was_and_the_rest_as_it_stands():
    book = Book({"kilos": "weight"}, np.dtype([("kilos", "f8")]))
    over, open_ = Thing(1.0), Thing(2.0)
    book.begin(over)
    book.begin(open_)
    book.end(over)
    over.weight, open_.weight = 10.0, 20.0
    assert dict(book.table().tolist()) == {0: 1.0, 1: 20.0}
    assert list(book.current.values()) == [open_]


def test_an_empty_book_has_an_empty_table():
    table = Book({"kilos": "weight"}, np.dtype([("kilos", "f8")])).table()
    assert (table.size, table.dtype) == (0, np.dtype([("number", "i8"), ("kilos", "f8")]))
