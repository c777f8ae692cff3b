"""Addresses of seals and signatures, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import (
    certificates,
    file_seals,
    personal,
    seals,
    seals_register,
    seals_waiting,
    signatures,
)

_PAPER = "cases/<uuid:case_id>/documents/<uuid:document_id>/"

_FILE = "cases/<uuid:case_id>/files/<uuid:file_id>/"

urlpatterns = [
    path("seals/", seals_register.seals, name="seals"),
    path("seals/new/", seals_register.seal_new, name="seal_new"),
    path("seals/required/", seals_register.seal_require, name="seal_require"),
    path("seals/uses.<slug:kind>", seals_register.seal_uses_export, name="seal_uses_export"),
    path("seals/waiting/", seals_waiting.sealing, name="sealing"),
    path("seals/waiting/<uuid:sealing_id>/put/", seals_waiting.sealing_put, name="sealing_put"),
    path("seals/waiting/<uuid:sealing_id>/drop/", seals_waiting.sealing_drop, name="sealing_drop"),
    path("seals/<uuid:seal_id>/", seals_register.seal, name="seal"),
    path("seals/<uuid:seal_id>/lend/", seals_register.seal_lend, name="seal_lend"),
    path("seals/<uuid:seal_id>/move/", seals_register.seal_move, name="seal_move"),
    path("seals/certificates/", certificates.certificates, name="certificates"),
    path("seals/certificates/new/", certificates.certificate_new, name="signer_certificate_new"),
    path("seals/certificates/export.<slug:kind>", certificates.certificates_export, name="certificates_export"),
    path("seals/certificates/<uuid:signer_id>/revoke/", certificates.certificate_revoke, name="certificate_revoke"),
    path(f"{_PAPER}certificate/", personal.certificate_sign, name="certificate_sign"),
    path(f"{_PAPER}certificate/report/", personal.signing_report, name="signing_report"),
    path(f"{_PAPER}certificate/report.<slug:kind>", personal.signing_report_file, name="signing_report_file"),
    path(_PAPER, seals.paper, name="case_paper"),
    path(f"{_PAPER}seal/", seals.seal_ask, name="seal_ask"),
    path(f"{_PAPER}seal/report/", seals.seal_report, name="seal_report"),
    path(f"{_PAPER}seal/report.<slug:kind>", seals.seal_report_file, name="seal_report_file"),
    path(f"{_FILE}seals/", file_seals.file_seals, name="file_seals"),
    path(f"{_FILE}seals.<slug:kind>", file_seals.file_seals_file, name="file_seals_file"),
    path(f"{_PAPER}sign/", signatures.document_sign, name="document_sign"),
    path(f"{_PAPER}signatures.pdf", signatures.signature_sheet, name="signature_sheet"),
    path(f"{_PAPER}signatures/<uuid:signature_id>.png", signatures.signature_picture, name="signature_picture"),
]
