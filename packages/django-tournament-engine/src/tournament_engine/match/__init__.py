"""When, where and by whom a match is played and reported."""
