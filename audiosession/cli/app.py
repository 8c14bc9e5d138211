"""The `audiosession` command: every subcommand, and the one boundary where errors become messages."""

from __future__ import annotations

import atexit
import gc
import sys
from typing import Annotated

import typer

from audiosession import __version__
from audiosession.cli.commands.build import build
from audiosession.cli.commands.catalogue import catalogue
from audiosession.cli.commands.check import check
from audiosession.cli.commands.check_feed import check_feed
from audiosession.cli.commands.doctor import doctor
from audiosession.cli.commands.guide import guide
from audiosession.cli.commands.import_article import import_article
from audiosession.cli.commands.list import list_command
from audiosession.cli.commands.narrate import narrate
from audiosession.cli.commands.new import new
from audiosession.cli.commands.preview import preview
from audiosession.cli.commands.publish import publish
from audiosession.cli.commands.recording_list import recording_list
from audiosession.cli.commands.schema import schema
from audiosession.cli.commands.sequence import sequence
from audiosession.cli.commands.serve import serve
from audiosession.cli.commands.store import store
from audiosession.cli.commands.studio import studio
from audiosession.cli.commands.timeline import timeline
from audiosession.cli.commands.translate import translate
from audiosession.cli.commands.unpublish import unpublish
from audiosession.cli.commands.verify import verify
from audiosession.cli.commands.voices import voices
from audiosession.cli.report import say_error
from audiosession.cli.saying import give_up_output, open_streams, print_line, tell
from audiosession.cli.usage import UsageFault, usage_error
from audiosession.errors import AudioSessionError

_STOPPED = 130
_USAGE = 2
_LONGEST_SHOWN = 100
_OPEN = "see whether you may read and write there; audiosession doctor tells what works"

app = typer.Typer(
    name="audiosession",
    help="Turn exercise definitions into a voice-guided, breath-timed class, and publish it as a podcast.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("build")(build)
app.command("narrate")(narrate)
app.command("timeline")(timeline)
app.command("preview")(preview)
app.command("check")(check)
app.command("list")(list_command)
app.command("verify")(verify)
app.command("doctor")(doctor)
app.command("new")(new)
app.command("import")(import_article)
app.command("sequence")(sequence)
app.command("translate")(translate)
app.command("schema")(schema)
app.command("guide")(guide)
app.command("studio")(studio)
app.command("serve")(serve)
app.command("check-feed")(check_feed)
app.command("unpublish")(unpublish)
app.command("publish")(publish)
app.command("recording-list")(recording_list)
app.add_typer(catalogue, name="catalogue")
app.add_typer(store, name="store")
app.add_typer(voices, name="voices")


def _show_version(wanted: bool) -> None:
    if wanted:
        print_line(f"audiosession {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    pass


def _refuse_unreadable(arguments: list[str]) -> None:
    """Refuse arguments that are no text: they could be neither looked up, nor printed, nor written to any file."""
    for number, argument in enumerate(arguments, 1):
        try:
            argument.encode()
        except UnicodeEncodeError:
            shown = argument.encode("ascii", "backslashreplace").decode()[:_LONGEST_SHOWN]
            hint = "rename a file whose name is in another encoding, or set the locale of this terminal"
            raise AudioSessionError(f"argument {number} is not UTF-8: {shown}", hint=hint) from None


def run(arguments: list[str] | None = None) -> None:
    """Run the command line, by default that of the process.

    Exit 1 with a message for our own errors, 2 for wrong usage, 130 for Ctrl-C.
    """
    open_streams()
    atexit.register(gc.freeze)  # what is left at the end goes with the process: Python need not look through it
    try:
        given = sys.argv[1:] if arguments is None else arguments
        _refuse_unreadable(given)
        try:
            sys.exit(app(given, standalone_mode=False) or 0)
        except UsageFault as fault:
            if not given:
                tell(str(fault))  # the help, which is all that a bare command asks for
            else:
                say_error(usage_error(fault, given))
            sys.exit(_USAGE)
    except AudioSessionError as error:
        say_error(error)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`).
        give_up_output()
        sys.exit(1)
    except OSError as error:
        # What nobody nearer could name better, such as a folder that may not be read.
        say_error(AudioSessionError(error.strerror or str(error), path=error.filename, hint=_OPEN))
        give_up_output()
        sys.exit(1)
    except (KeyboardInterrupt, SystemExit) as left:
        # typer makes a silent exit 130 of Ctrl-C inside a command.
        if isinstance(left, SystemExit) and left.code != _STOPPED:
            raise
        tell("stopped; nothing that was there before has changed")
        sys.exit(_STOPPED)
