"""The window and everything in it. Speaks to services only, never to the database."""
