"""The explorer: move a lever and see the trust's next years change, in a browser, over the same functions."""
