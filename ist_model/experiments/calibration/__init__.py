"""The model's dynamics fitted to what happened to England's primaries, and scored against it."""
