"""Capacity planning for groups of schools: how leaders' support days are allocated, and what growth asks of them."""

import os

# Numba's vector maths differs from the C library's in the last bit; both engines must agree to the bit (MODEL 12).
os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")

__version__ = "0.1.0"
