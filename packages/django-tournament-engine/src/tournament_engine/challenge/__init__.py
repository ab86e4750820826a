"""Side objectives of a tournament, with rewards: what is counted, who claims, who wins."""
