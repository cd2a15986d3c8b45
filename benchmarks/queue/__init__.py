"""One queue, K1 of the verification, in every tool it is raced with: the model, C, SimPy, Ciw and salabim."""
