"""Disputes about results: cases, evidence, decisions."""
