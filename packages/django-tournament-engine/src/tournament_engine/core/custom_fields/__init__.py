"""What a tournament asks of those who register, beside name and team."""
