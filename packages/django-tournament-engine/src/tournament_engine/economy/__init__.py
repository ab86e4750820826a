"""The built-in wallet: an append-only ledger of whole minor units."""
