"""What the engine holds of people: each domain says so, and it is given out or erased."""
