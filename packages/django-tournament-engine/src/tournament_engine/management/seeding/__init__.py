"""Tournaments to try things with: the same every time, in every state."""
