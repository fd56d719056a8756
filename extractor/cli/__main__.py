"""`python -m extractor.cli`: the command where no script is installed."""

from extractor.cli.app import main

if __name__ == "__main__":
    main()
