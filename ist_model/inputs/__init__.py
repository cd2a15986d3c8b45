"""What people write: models, YAML with line numbers, checks, calendar."""
