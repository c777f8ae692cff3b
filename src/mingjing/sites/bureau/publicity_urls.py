"""Addresses of the publicist's desk, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import (
    annual,
    exchange,
    feeding,
    feeding_form,
    letters,
    listings,
    listings_forms,
    publicity,
    publicity_moves,
)

urlpatterns = [
    path("annual/", annual.annual, name="annual"),
    path("annual/<int:year>/sign/", annual.annual_sign, name="annual_sign"),
    path("sheets/", exchange.sheets, name="sheets"),
    path("feeding/", feeding.feeding, name="feeding"),
    path("feeding/new/", feeding_form.new, name="feeding_new"),
    path("feeding/templates/<slug:kind>-<slug:edition>.xlsx", feeding.template, name="feeding_template"),
    path("feeding/files/<uuid:upload_id>/", feeding.file, name="feeding_file"),
    path("feeding/files/<uuid:upload_id>/faulty.xlsx", feeding.faulty, name="feeding_faulty"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<uuid:letter_id>/", letters.letter, name="letter"),
    path("letters/<uuid:letter_id>/answer/", letters.letter_answer, name="letter_answer"),
    path("lists/", listings.desk, name="lists"),
    path("lists/<slug:kind>/", listings.entries, name="list_kind"),
    path("lists/<slug:kind>/draw/", listings.draw, name="list_draw"),
    path("lists/<slug:kind>/new/", listings_forms.new, name="edition_new"),
    path("editions/<uuid:edition_id>/", listings.edition, name="edition"),
    path("editions/<uuid:edition_id>/again/", listings_forms.again, name="edition_again"),
    path("editions/<uuid:edition_id>/revise/", listings_forms.revise, name="edition_revise"),
    path("editions/<uuid:edition_id>/<slug:move>/", listings_forms.move, name="edition_move"),
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
