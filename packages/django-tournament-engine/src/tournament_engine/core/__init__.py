"""The tournament itself: configuration, life cycle, who runs it."""
