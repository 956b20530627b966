"""The use cases: verbs over ports. No Qt, no SQL."""
