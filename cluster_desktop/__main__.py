"""python -m cluster_desktop: hands over to the command line, which opens the window."""

from __future__ import annotations

import faulthandler
import sys

if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        # In a bundle the process that opens files from outside is this program started again.
        from cluster_desktop.excel import worker as tables  # before anything heavy loads
        from cluster_desktop.scanning import worker as scans

        tables.serve_if_asked(sys.argv)
        scans.serve_if_asked(sys.argv)
    if sys.stderr is not None:  # a window without console has none; log.start sends it to a file
        faulthandler.enable()
    from cluster_desktop.cli import main  # after the lines above, which must be first

    sys.exit(main())
