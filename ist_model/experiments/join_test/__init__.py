"""Should this school join, when, and on what condition? (MODEL 10)."""
