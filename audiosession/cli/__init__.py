"""The command line: parse, ask the studio, print."""

import gc
import os

# Python looks for cycles of references after every 700 new objects: hundreds of times while modules are loaded, and a
# tenth of a short build. The command line is done before it matters.
gc.set_threshold(250_000)

# numpy brings OpenBLAS, which starts a thread for every core as it is loaded, and they spin: half of what loading numpy
# costs, for algebra that nobody here does. `putenv` tells libraries in C alone: `os.environ` stays what the user has
# set, and that is what a program that we run is given.
if not {"OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS"} & os.environ.keys():
    os.putenv("OPENBLAS_NUM_THREADS", "1")
