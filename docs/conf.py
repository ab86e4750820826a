"""How Sphinx builds these documents: `make docs`."""

project = "django-tournament-engine"
copyright = "django-tournament-engine contributors"
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "django-tournament-engine"
# Headings can be linked to, within a page and from others.
myst_heading_anchors = 4
# The state machines are shown in a notation of their own.
highlight_language = "none"
