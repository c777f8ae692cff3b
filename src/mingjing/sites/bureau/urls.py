"""Addresses of the bureau."""

from django.urls import include, path

from mingjing.foundation import pages
from mingjing.sites.bureau.views import calendar, card, home, laws, ledger, matters, parties, registers, signing

app_name = "bureau"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.search, name="search"),
    path("sign-in/", signing.SignIn.as_view(), name="sign_in"),
    path("sign-out/", signing.SignOut.as_view(), name="sign_out"),
    path("password/", signing.password, name="password"),
    path("display/", pages.display, name="display"),
    path("", include("mingjing.sites.bureau.register_urls")),
    path("card/", card.card, name="card"),
    path("card/code/", card.card_code, name="card_code"),
    path("card/print/", card.card_print, name="card_print"),
    path("organs/", registers.organs, name="organs"),
    path("organs/<slug:slug>/", registers.organ, name="organ"),
    path("officers/", registers.officers, name="officers"),
    path("officers/<uuid:person_id>/", registers.officer, name="officer"),
    path("parties/", parties.parties, name="parties"),
    path("parties/new/", parties.party_new, name="party_new"),
    path("parties/<uuid:party_id>/", parties.party, name="party"),
    path("parties/<uuid:party_id>/amend/", parties.party_amend, name="party_amend"),
    path("laws/", laws.laws, name="laws"),
    path("laws/search/", laws.law_search, name="law_search"),
    path("laws/cite/", laws.cite, name="cite"),
    path("laws/articles/<uuid:article_id>/", laws.article, name="article"),
    path("laws/<uuid:law_id>/", laws.law, name="law"),
    path("matters/", matters.matters, name="matters"),
    path("matters/<uuid:matter_id>/", matters.matter, name="matter"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/notice/", calendar.calendar_notice, name="calendar_notice"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("", include("mingjing.sites.bureau.counsel_urls")),
    path("", include("mingjing.sites.bureau.archive_urls")),
    path("", include("mingjing.sites.bureau.lending_urls")),
    path("", include("mingjing.sites.bureau.publicity_urls")),
    path("", include("mingjing.sites.bureau.channel_urls")),
    path("", include("mingjing.sites.bureau.draw_urls")),
    path("", include("mingjing.sites.bureau.case_urls")),
    path("", include("mingjing.sites.bureau.appraisal_urls")),
    path("", include("mingjing.sites.bureau.liability_urls")),
    path("", include("mingjing.sites.bureau.recording_urls")),
    path("", include("mingjing.sites.bureau.paper_urls")),
    path("", include("mingjing.sites.bureau.seal_urls")),
]
