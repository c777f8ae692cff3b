"""The records room on a machine of its own: deposits by interface, without a case table, a bureau or a portal.

For an organ whose cases live in another system and which wants its documents and audio-video kept here: committed, sent,
proved. DJANGO_SETTINGS_MODULE names this module; everything else comes from the same environment variables.
"""

from mingjing.sites.settings.base import *  # noqa: F403
from mingjing.sites.settings.base import INSTALLED_APPS as WHOLE
from mingjing.sites.settings.base import MIDDLEWARE as DOORS

ROOMS = ("foundation", "ledger", "organs", "parties", "lawbook", "records", "publicity", "exchange", "sites.gateway")
INSTALLED_APPS = [app for app in WHOLE if not app.startswith("mingjing.") or app.removeprefix("mingjing.") in ROOMS]
MIDDLEWARE = [door for door in DOORS if not door.startswith("mingjing.sites.bureau")]
ROOT_URLCONF = "mingjing.sites.gateway.urls.alone"
MINGJING_WIRING = ""
del CSRF_FAILURE_VIEW  # noqa: F821 no page is here to show it
