"""Pages that trustees read: charts, tables and plain words over results, never a measure of its own."""
