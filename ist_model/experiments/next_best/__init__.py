"""What to do next: single steps of capacity, each for what it brings per £1,000 (MODEL 3, 6.5, 8)."""
