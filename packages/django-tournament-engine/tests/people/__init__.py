"""A site's own people: a UUID key, an e-mail address to log in with, no user name."""
