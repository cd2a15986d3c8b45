"""What runs say: measures, series, conservation checks and the store (MODEL 11)."""
