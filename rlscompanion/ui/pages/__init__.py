"""What stands in the window, a page each. They compose, they never compute."""
