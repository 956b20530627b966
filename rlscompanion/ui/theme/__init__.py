"""Tokens become a palette, a typeface and one style sheet; the only setStyleSheet lives here."""
