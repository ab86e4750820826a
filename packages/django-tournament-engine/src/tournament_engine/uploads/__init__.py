"""Files that people send: judged by what they decode to, made anew, and named by us."""
