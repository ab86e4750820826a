"""Who meets whom, on plain values: nothing here knows a stage."""
