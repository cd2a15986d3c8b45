"""Capacity planning for groups of schools: how leaders' support days are allocated, and what growth takes."""

import os

# Numba's vector maths differs from the C library's in the last bit, and both engines must agree to the bit.
os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")

__version__ = "0.1.0"
