"""Which assumptions carry an answer: screening, variance-based indices, and what each end of a range does."""
