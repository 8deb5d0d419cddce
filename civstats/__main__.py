"""``python -m civstats`` is the command ``civstats``."""

import sys

from civstats.cli import main

sys.exit(main())
