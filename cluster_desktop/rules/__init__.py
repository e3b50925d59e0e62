"""Rules of the domain: pure functions of values and dates. They know no Qt, SQL or files."""
