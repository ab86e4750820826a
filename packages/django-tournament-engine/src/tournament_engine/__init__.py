"""Whole tournaments for any Django site."""
