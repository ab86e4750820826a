"""What a tournament gives: prizes, and papers that prove a place."""
