"""Scanned papers: pages of files from outside and the square codes on them. Knows no database."""
