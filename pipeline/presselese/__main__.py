"""`python -m presselese` is the command `presselese`."""

from presselese.cli import main

if __name__ == "__main__":
    main()
