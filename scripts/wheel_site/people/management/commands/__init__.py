"""Commands of the site that tries the wheels."""
