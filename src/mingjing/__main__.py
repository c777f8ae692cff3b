"""`python -m mingjing` is the command `mingjing`."""

from mingjing.sites.commandline import main

raise SystemExit(main())
