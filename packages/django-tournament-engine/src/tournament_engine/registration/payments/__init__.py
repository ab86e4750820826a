"""Entry fees: what is asked, how it is paid, and what is given back."""
