"""A trust folder made from published files: facts are copied, guesses are marked to be edited."""
