"""What this site has besides tournaments: clubs, profiles and a purse for each person."""
