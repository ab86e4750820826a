"""What a tournament said of itself at a moment: versions, templates and copies."""
