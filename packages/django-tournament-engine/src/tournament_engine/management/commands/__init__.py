"""The commands of the engine; each has one prefix or says what it makes."""
