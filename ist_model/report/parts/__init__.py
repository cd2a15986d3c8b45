"""What several pages show or say alike, each part in one place."""
