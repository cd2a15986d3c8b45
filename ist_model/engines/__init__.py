"""Engines that carry out one run of a world and fill one record contract."""
