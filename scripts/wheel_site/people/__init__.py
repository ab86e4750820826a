"""The users of the site that tries the wheels."""
