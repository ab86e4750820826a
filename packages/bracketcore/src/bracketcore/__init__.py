"""Tournament brackets, round robins and standings."""
