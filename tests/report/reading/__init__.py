"""Reads the numbers of the pack back from its pages and sets them against the stored runs."""
