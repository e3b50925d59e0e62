"""One module per piece of work that people wait for."""
