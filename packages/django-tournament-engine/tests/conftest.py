"""What every test of the engine may ask for."""
