"""Published counts of England's schools that travel with the package; `tables.national` reads them."""
