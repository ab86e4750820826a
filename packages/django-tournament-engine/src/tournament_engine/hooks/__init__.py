"""Where a site plugs in its own users, teams and notifications."""
