"""What each page says, in reading order: one module per page; notebooks call it, a part per cell."""
