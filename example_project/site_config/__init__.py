"""The example site: a real small one that stands on the engine's defaults."""
