"""Work that is done from the terminal."""
