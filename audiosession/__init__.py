"""Voice-guided, breath-timed audio classes from exercise definitions.

>>> from audiosession import open_project            # doctest: +SKIP
>>> project = open_project("my-classes")             # doctest: +SKIP
>>> project.build("single-leg-kick", pace="slow")    # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiosession.studio.studio import Studio

__version__ = "0.1.0"
__all__ = ["__version__", "open_project"]


def open_project(folder: str = ".") -> Studio:
    """Open the project that `folder` lies in; the starter content fills what it lacks.

    Everything heavy is loaded only now, so that ``import audiosession`` costs next to nothing.
    """
    from audiosession.studio.studio import open_studio

    return open_studio(folder)
