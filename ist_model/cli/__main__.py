"""`python -m ist_model.cli`, where the `ist` command is not on the path."""

from ist_model.cli import main

main()
