"""The portal on a machine of its own: publicity without a case table, a bureau or a sign-in.

For an organ that keeps its cases elsewhere, or shows its public site outside the wall: DJANGO_SETTINGS_MODULE names
this module. Everything else comes from the same environment variables as the whole house.
"""

from mingjing.sites.settings.base import *  # noqa: F403
from mingjing.sites.settings.base import INSTALLED_APPS as WHOLE
from mingjing.sites.settings.base import MIDDLEWARE as DOORS

ROOMS = ("foundation", "ledger", "organs", "parties", "lawbook", "publicity", "sites.portal")
INSTALLED_APPS = [app for app in WHOLE if not app.startswith("mingjing.") or app.removeprefix("mingjing.") in ROOMS]
MIDDLEWARE = [door for door in DOORS if not door.startswith("mingjing.sites.bureau")]
ROOT_URLCONF = "mingjing.sites.portal.urls.alone"
MINGJING_WIRING = ""
MINGJING_READING = ""
CSRF_FAILURE_VIEW = "mingjing.sites.portal.views.problems.csrf_failed"
