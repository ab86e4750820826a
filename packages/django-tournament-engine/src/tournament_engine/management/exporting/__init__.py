"""A tournament as files: what everybody may read of it, and lines that can be imported again."""
