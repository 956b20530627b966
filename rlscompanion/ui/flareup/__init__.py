"""The full-screen night screen: near-black and ember, one thing at a time, Esc leaves."""
