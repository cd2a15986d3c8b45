"""The generator: published known answers, NumPy's own Philox, and the quantiles built on it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from ist_model.science import draws

WORD = st.integers(0, 2**64 - 1)
ONES = 2**64 - 1

# Known-answer vectors for philox4x64-10 published with the Random123 library (Salmon and others 2011).
KNOWN_ANSWERS = [
    ((0, 0, 0, 0), (0, 0), "16554d9eca36314c db20fe9d672d0fdc d7e772cee186176b 7e68b68aec7ba23b"),
    ((ONES,) * 4, (ONES, ONES), "87b092c3013fe90b 438c3c67be8d0224 9cc7d7c69cd777b6 a09caebf594f0ba0"),
    (
        (0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0, 0x082EFA98EC4E6C89),
        (0x452821E638D01377, 0xBE5466CF34E90C6C),
        "a528f45403e61d95 38c72dbd566e9788 a5a1610e72fd18b5 57bd43b5e52b7fe6",
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_block_gives_the_published_known_answers(counter, key, answer):
    block = draws.philox_block(*counter, *key)
    assert " ".join(f"{word:016x}" for word in block) == answer


@given(counter=st.tuples(WORD, WORD, WORD, WORD), key=st.tuples(WORD, WORD))
def test_block_equals_numpys_philox(counter, key):
    wide = sum(word << (64 * i) for i, word in enumerate(counter))
    before = (wide - 1) % 2**256  # NumPy steps its counter before it draws
    numpys = np.random.Philox(
        counter=np.array([before >> (64 * i) & ONES for i in range(4)], dtype=np.uint64),
        key=np.array(key, dtype=np.uint64),
    )
    assert tuple(numpys.random_raw(4).tolist()) == draws.philox_block(*counter, *key)


def test_uniform_reads_the_lanes_of_consecutive_blocks():
    seed, run, purpose, entity = 7, 3, 2, 12345
    words = [word for block in range(3) for word in draws.philox_block(entity, purpose, block, 0, seed, run)]
    expected = [((word >> 12) + 0.5) / 2**52 for word in words]
    assert [draws.uniform(seed, run, purpose, entity, index) for index in range(12)] == expected


@given(seed=WORD, run=WORD, purpose=WORD, entity=WORD, index=WORD)
def test_uniform_is_strictly_inside_the_unit_interval(seed, run, purpose, entity, index):
    assert 0.0 < draws.uniform(seed, run, purpose, entity, index) < 1.0


def test_no_two_purposes_share_a_number():
    purposes = [
        value for name, value in vars(draws).items() if name[0] != "_" and isinstance(value, np.uint64)
    ]
    named = [int(value) for value in purposes if value < 1000]
    assert len(named) >= 10
    assert len(set(named)) == len(named)


@pytest.mark.parametrize("vary", ["seed", "run", "purpose", "entity", "index"])
def test_draws_that_differ_in_one_part_of_the_key_look_independent(vary):
    base = {"seed": 1, "run": 1, "purpose": 1, "entity": 1, "index": 1}
    order = ("seed", "run", "purpose", "entity", "index")
    sample = np.array([draws.uniform(*[(base | {vary: i})[name] for name in order]) for i in range(20_000)])
    assert stats.kstest(sample, "uniform").pvalue > 1e-4
    assert abs(np.corrcoef(sample[:-1], sample[1:])[0, 1]) < 4 / np.sqrt(len(sample))


@given(st.floats(1e-300, 1 - 1e-16))
def test_normal_quantile_agrees_with_scipy(p):
    assert draws.normal_quantile(p) == pytest.approx(special.ndtri(p), rel=2e-14, abs=1e-15)


@given(p=st.floats(1e-12, 1 - 1e-12), mean=st.floats(1e-3, 1e3))
def test_exponential_quantile_agrees_with_scipy(p, mean):
    assert draws.exponential(p, mean) == pytest.approx(stats.expon.ppf(p, scale=mean), rel=1e-12)


@given(
    p=st.floats(1e-9, 1 - 1e-9),
    low=st.floats(0, 10),
    to_mode=st.floats(0.01, 10),
    to_high=st.floats(0.01, 10),
)
def test_triangular_quantile_agrees_with_scipy(p, low, to_mode, to_high):
    width = to_mode + to_high
    expected = stats.triang.ppf(p, to_mode / width, loc=low, scale=width)
    assert draws.triangular(p, low, low + to_mode, low + width) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_triangular_of_no_width_is_its_one_value():
    assert draws.triangular(0.3, 2.0, 2.0, 2.0) == 2.0


def test_derived_keys_differ_by_entity_kind_and_index():
    keys = {draws.derived_key(e, k, i) for e in range(20) for k in range(5) for i in range(20)}
    assert len(keys) == 20 * 5 * 20


@pytest.mark.parametrize("word", [0, 1, 2**12 - 1, 2**63, 2**64 - 1])
def test_no_word_gives_exactly_0_or_1(word):
    u = draws.to_unit(word)
    assert 0.0 < u < 1.0
    assert np.isfinite(draws.normal_quantile(u))
    assert np.isfinite(draws.exponential(u, 1.0))
