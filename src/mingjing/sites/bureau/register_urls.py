"""Addresses where the registers, accounts and logs are kept, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import (
    accounts,
    api_keys,
    audit_log,
    case_answers,
    photos,
    registers_functions,
    registers_organs,
    registers_papers,
    registers_people,
    review_staff,
    sign_ins,
)

_PERSON = "officers/<uuid:person_id>/"

urlpatterns = [
    path("review-staff/", review_staff.review_staff, name="review_staff"),
    path("review-staff/export.<slug:kind>", review_staff.review_staff_export, name="review_staff_export"),
    path("review-staff/body/new/", review_staff.review_body_new, name="review_body_new"),
    path("review-staff/trainings/new/", review_staff.review_training_new, name="review_training_new"),
    path(
        "review-staff/trainings/<uuid:training_id>/void/",
        review_staff.review_training_void,
        name="review_training_void",
    ),
    path("registers/organs/new/", registers_organs.organ_new, name="organ_new"),
    path("organs/<slug:slug>/change/", registers_organs.organ_change, name="organ_change"),
    path("organs/<slug:slug>/retire/", registers_organs.organ_retire, name="organ_retire"),
    path("organs/<slug:slug>/functions/new/", registers_functions.functions_new, name="functions_new"),
    path(
        "organs/<slug:slug>/functions/<uuid:change_id>/withdraw/",
        registers_functions.functions_withdraw,
        name="functions_withdraw",
    ),  # fmt: skip
    path("organs/<slug:slug>/people/new/", registers_people.person_new, name="person_new"),
    path("officers/export.<slug:kind>", registers_papers.officers_export, name="officers_export"),
    path(f"{_PERSON}change/", registers_people.person_change, name="person_change"),
    path(f"{_PERSON}retire/", registers_people.person_retire, name="person_retire"),
    path(f"{_PERSON}qualification/", registers_people.qualification, name="qualification"),
    path(f"{_PERSON}certificates/new/", registers_papers.certificate_new, name="certificate_new"),
    path("certificates/<uuid:certificate_id>/photo/", photos.photo_set, name="photo_set"),
    path("certificates/<uuid:certificate_id>/photo/remove/", photos.photo_remove, name="photo_remove"),
    path("certificates/<uuid:certificate_id>/photo.jpg", photos.photo, name="photo"),
    path("certificates/<uuid:certificate_id>/<slug:move>/", registers_papers.certificate_move, name="certificate_move"),
    path(f"{_PERSON}roles/new/", registers_people.role_grant, name="role_grant"),
    path(f"{_PERSON}roles/<uuid:appointment_id>/end/", registers_people.role_revoke, name="role_revoke"),
    path("accounts/", accounts.accounts, name="accounts"),
    path(f"{_PERSON}account/new/", accounts.account_new, name="account_new"),
    path("accounts/<uuid:account_id>/reset/", accounts.account_reset, name="account_reset"),
    path("accounts/<uuid:account_id>/<slug:move>/", accounts.account_move, name="account_move"),
    path("keys/", api_keys.keys, name="keys"),
    path("organs/<slug:slug>/keys/new/", api_keys.key_new, name="key_new"),
    path("keys/<uuid:key_id>/accept/", api_keys.key_accept, name="key_accept"),
    path("keys/<uuid:key_id>/revoke/", api_keys.key_revoke, name="key_revoke"),
    path("sign-ins/", sign_ins.sign_ins, name="sign_ins"),
    path("sign-ins/release/", sign_ins.sign_in_release, name="sign_in_release"),
    path("audit/", audit_log.audit, name="audit"),
    path("audit/export.<slug:kind>", audit_log.audit_export, name="audit_export"),
    path("cases/<uuid:case_id>/answers/", case_answers.answers, name="case_answers"),
    path("cases/<uuid:case_id>/answers/<int:seq>/", case_answers.answer_bundle, name="case_answer_bundle"),
]
