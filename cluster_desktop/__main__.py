"""python -m cluster_desktop: hands over to the command line, which opens the window."""

from __future__ import annotations

import faulthandler
import multiprocessing
import sys

if __name__ == "__main__":
    # In a bundle the reader's worker process is this program started again.
    multiprocessing.freeze_support()
    if sys.stderr is not None:  # a window without console has none; log.start sends it to a file
        faulthandler.enable()
    from cluster_desktop.cli import main  # after the two lines above, which must be first

    sys.exit(main())
