"""A tournament that was played elsewhere: its file read, laid out, and played again here."""
