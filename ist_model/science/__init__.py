"""The rules of the model, one file per part, as pure functions that Numba compiles."""
