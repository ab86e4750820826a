"""What is true of a stage: its seeding, its history, its state of play."""
