"""Charts: painted on screen and on paper, told in words, read point by point with the keyboard."""
