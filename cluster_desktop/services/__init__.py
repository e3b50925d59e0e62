"""The office: every use case, for window, command line and tests alike. Knows no Qt."""
