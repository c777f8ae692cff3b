"""Addresses of the publicist's desk, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import publicity, publicity_moves

urlpatterns = [
    path("publications/", publicity.listing, name="publications"),
    path("publications/<uuid:publication_id>/", publicity.publication, name="publication"),
    path("publications/<uuid:publication_id>/decide/", publicity.decide, name="publication_decide"),
    path("publications/<uuid:publication_id>/add/", publicity.add, name="publication_add"),
    path("publications/<uuid:publication_id>/correct/", publicity_moves.correct, name="publication_correct"),
    path("publications/<uuid:publication_id>/withdraw/", publicity_moves.withdraw, name="publication_withdraw"),
    path("publications/<uuid:publication_id>/call-back/", publicity_moves.call_back, name="publication_call_back"),
    path("publications/<uuid:publication_id>/exempt/", publicity_moves.exempt, name="publication_exempt"),
    path("publications/<uuid:publication_id>/resume/", publicity_moves.resume, name="publication_resume"),
    path("publications/<uuid:publication_id>/<slug:move>/", publicity.press, name="publication_press"),
]
