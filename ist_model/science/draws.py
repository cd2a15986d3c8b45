"""Keyed random numbers: a draw belongs to what it is about, never to the moment it is asked for (MODEL 12).

`uniform(seed, run, purpose, entity, index)` is one lane of a Philox4x64-10 block (Salmon and others 2011,
"Parallel random numbers: as easy as 1, 2, 3"): key = (seed, run), counter = (entity, purpose, index div 4,
0), lane = index mod 4. No two different draws share a lane of a block, so streams cannot collide. The block
function is tested against the published known answers and against NumPy's own Philox.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from ist_model.science.jit import Word, compiled

# Purposes: one number per kind of draw, never reused.
NOISE = np.uint64(1)  # entity (school, area), index grid point
BOARD_ERROR = np.uint64(2)  # entity (school, area), index grid point
BOARD_SPECIALISM = np.uint64(3)  # entity (school, area), index grid point
INSPECTION_ERROR = np.uint64(4)  # entity (school, area), index ordinal
INSPECTION_GAP = np.uint64(5)  # entity school, index ordinal
SAFEGUARDING = np.uint64(6)  # entity school, index ordinal
LEAVING = np.uint64(7)  # entity post, index term
STREAM_GAP = np.uint64(8)  # entity stream, index need
STREAM_WORK = np.uint64(9)  # entity stream, index 64 x need + part
STREAM_PATIENCE = np.uint64(10)  # entity stream, index need
INSPECTION_OVERDUE = np.uint64(12)  # entity school, index ordinal
ROLL_OWN = np.uint64(25)  # entity school, index school year
ROLL_COMMON = np.uint64(26)  # entity 0 (all schools), index school year
OPENING_TENURE = np.uint64(13)  # entity post, index 0
READINESS = np.uint64(14)  # entity post, index term in which its holder came
APPOINTMENT = np.uint64(15)  # entity post, index term that a round of advertising ends with
PACKAGE_SPECIALISM = np.uint64(28)  # entity (school, area, package), index term
INDICATOR_NOISE = np.uint64(29)  # entity (school, indicator), index school year
GROWTH_JOINERS = np.uint64(20)  # entity 0 (the trust), index school year
GROWTH_ORDER = np.uint64(21)  # entity school, index 0
DUE_DILIGENCE = np.uint64(22)  # entity (school, area), index 0
NEED_KEY = np.uint64(11)  # a need's key is the first word of a block, not a number of one run

_M0 = np.uint64(0xD2E7470EE14C6C93)
_M1 = np.uint64(0xCA5A826395121157)
_W0 = np.uint64(0x9E3779B97F4A7C15)
_W1 = np.uint64(0xBB67AE8584CAA73B)
_TO_UNIT = 1.0 / 4503599627370496.0  # 2**-52
_LANES = np.uint64(4)


def _multiply_wide(typing_context: Any, a: Any, b: Any) -> Any:
    """High 64 bits of a 64 x 64 bit product (no NumPy integer is wide enough)."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        wide = ir.IntType(128)
        left, right = (builder.zext(value, wide) for value in arguments)
        product = builder.mul(left, right)
        return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), build


_high_product: Any = intrinsic(_multiply_wide)


@compiled("UniTuple(u8, 4)(u8, u8, u8, u8, u8, u8)")
def philox_block(c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word) -> tuple[Word, Word, Word, Word]:
    """Philox4x64-10: four random 64-bit words from a 256-bit counter and a 128-bit key."""
    for _ in range(10):
        high0, low0 = _high_product(_M0, c0), _M0 * c0
        high1, low1 = _high_product(_M1, c2), _M1 * c2
        c0, c1, c2, c3 = high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0
        k0, k1 = k0 + _W0, k1 + _W1
    return c0, c1, c2, c3


@compiled("f8(u8)")
def to_unit(word: Word) -> float:
    """A number strictly between 0 and 1 from 64 random bits: 52 of them, offset by half a step."""
    return (np.float64(word >> np.uint64(12)) + 0.5) * _TO_UNIT


@compiled("u8(u8)")
def block_number(index: Word) -> Word:
    """Which block of four a draw is in."""
    return index // _LANES


@compiled("u8(u8)")
def lane(index: Word) -> Word:
    """Which of the four words of its block a draw is."""
    return index % _LANES


@compiled("UniTuple(u8, 4)(u8, u8, u8, u8, u8)")
def block(seed: Word, run: Word, purpose: Word, entity: Word, index: Word) -> tuple[Word, Word, Word, Word]:
    """The four words of the block that a draw is in: who needs the next draws too may keep it."""
    return philox_block(entity, purpose, block_number(index), np.uint64(0), seed, run)


@compiled("f8(u8, u8, u8, u8, u8)")
def uniform(seed: Word, run: Word, purpose: Word, entity: Word, index: Word) -> float:
    """The draw, strictly between 0 and 1."""
    words, place = block(seed, run, purpose, entity, index), lane(index)
    word = words[0]
    if place == np.uint64(1):
        word = words[1]
    elif place == np.uint64(2):
        word = words[2]
    elif place == np.uint64(3):
        word = words[3]
    return to_unit(word)


@compiled("u8(u8, u8, u8)")
def derived_key(entity: Word, kind: Word, index: Word) -> Word:
    """Key of a thing that another thing gives rise to, such as a need: the same in every run."""
    return philox_block(entity, kind, index, np.uint64(0), NEED_KEY, np.uint64(0))[0]


@compiled("f8(f8)")
def _central_numerator(r: float) -> float:
    a = 2.5090809287301226727e3
    for c in (
        3.3430575583588128105e4,
        6.7265770927008700853e4,
        4.5921953931549871457e4,
        1.3731693765509461125e4,
        1.9715909503065514427e3,
        1.3314166789178437745e2,
        3.3871328727963666080e0,
    ):
        a = a * r + c
    return a


@compiled("f8(f8)")
def _central_denominator(r: float) -> float:
    b = 5.2264952788528545610e3
    for c in (
        2.8729085735721942674e4,
        3.9307895800092710610e4,
        2.1213794301586595867e4,
        5.3941960214247511077e3,
        6.8718700749205790830e2,
        4.2313330701600911252e1,
        1.0,
    ):
        b = b * r + c
    return b


@compiled("f8(f8)")
def _near_tail(r: float) -> float:
    a, b = 7.74545014278341407640e-4, 1.05075007164441684324e-9
    for c, d in (
        (2.27238449892691845833e-2, 5.47593808499534494600e-4),
        (2.41780725177450611770e-1, 1.51986665636164571966e-2),
        (1.27045825245236838258e0, 1.48103976427480074590e-1),
        (3.64784832476320460504e0, 6.89767334985100004550e-1),
        (5.76949722146069140550e0, 1.67638483018380384940e0),
        (4.63033784615654529590e0, 2.05319162663775882187e0),
        (1.42343711074968357734e0, 1.0),
    ):
        a, b = a * r + c, b * r + d
    return a / b


@compiled("f8(f8)")
def _far_tail(r: float) -> float:
    a, b = 2.01033439929228813265e-7, 2.04426310338993978564e-15
    for c, d in (
        (2.71155556874348757815e-5, 1.42151175831644588870e-7),
        (1.24266094738807843860e-3, 1.84631831751005468180e-5),
        (2.65321895265761230930e-2, 7.86869131145613259100e-4),
        (2.96560571828504891230e-1, 1.48753612908506148525e-2),
        (1.78482653991729133580e0, 1.36929880922735805310e-1),
        (5.46378491116411436990e0, 5.99832206555887937690e-1),
        (6.65790464350110377720e0, 1.0),
    ):
        a, b = a * r + c, b * r + d
    return a / b


@compiled("f8(f8)")
def normal_quantile(p: float) -> float:
    """Inverse of the standard normal distribution function, relative error below 1e-15.

    Wichura 1988, algorithm AS 241 (PPND16), Applied Statistics 37:477-484. One draw gives one normal number,
    and a larger draw always a larger number, which keeps common random numbers in step.
    """
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _central_numerator(r) / _central_denominator(r)
    r = math.sqrt(-math.log(p if q < 0 else 1.0 - p))
    tail = _near_tail(r - 1.6) if r <= 5.0 else _far_tail(r - 5.0)
    return -tail if q < 0 else tail


@compiled("f8(f8, f8)")
def exponential(p: float, mean: float) -> float:
    """Exponential quantile with the given mean."""
    return -mean * math.log1p(-p)


@compiled("f8(f8, f8, f8, f8)")
def triangular(p: float, low: float, mode: float, high: float) -> float:
    """Quantile of the triangular distribution; a single point if low = high."""
    if high == low:
        return low
    split = (mode - low) / (high - low)
    if p < split:
        return low + math.sqrt(p * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - p) * (high - low) * (high - mode))
