"""The template library of the engine's pages."""
