"""What a tournament says to people, and what they ask of it: announcements and questions."""
