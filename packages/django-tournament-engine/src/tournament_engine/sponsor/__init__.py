"""Who pays for a tournament, and what they get for it: a place for a logo, and honest numbers."""
