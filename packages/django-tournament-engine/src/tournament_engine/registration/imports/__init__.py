"""Entrants that come in a file: read, checked row by row, and shown before anybody is added."""
