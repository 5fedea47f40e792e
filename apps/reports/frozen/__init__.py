"""The report of a submitted version, kept as plain values and read back to the same report."""
