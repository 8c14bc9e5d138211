"""The command line: parse, ask the studio, print."""

import gc

# Python looks for cycles of references after every 700 new objects: hundreds of times while modules are loaded, and a
# tenth of a short build. The command line is done before it matters.
gc.set_threshold(250_000)
