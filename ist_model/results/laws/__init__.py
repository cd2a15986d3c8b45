"""Laws that every run obeys, one small function each (MODEL 11.3, 12)."""
