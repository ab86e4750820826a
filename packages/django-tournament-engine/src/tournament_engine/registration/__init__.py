"""Who competes: requests, capacity, entrants and their members."""
