"""The scenario turned into arrays: one struct per kind of thing, in key order."""
