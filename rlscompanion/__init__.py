"""RLS Companion: a calm evening companion for people with restless legs."""

from typing import Final

VERSION: Final = "0.1.0"
