"""The figures of the notes as charts with their words, for the page and for paper."""
