"""``python -m audiosession`` is the command ``audiosession``."""

from audiosession.cli.app import run

if __name__ == "__main__":
    run()
