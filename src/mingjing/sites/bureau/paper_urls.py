"""Addresses of forms and of paper, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import own_forms, own_forms_steps

_ONE = "forms/<uuid:filing_id>/"

urlpatterns = [
    path("forms/", own_forms.forms, name="forms"),
    path("forms/export/", own_forms.forms_export, name="forms_export"),
    path("forms/add/", own_forms_steps.form_add, name="form_add"),
    path("forms/standard/<slug:form_id>/", own_forms_steps.form_adjust, name="form_adjust"),
    path(_ONE, own_forms.form_filing, name="form_filing"),
    path(f"{_ONE}sample/", own_forms.form_sample, name="form_sample"),
    path(f"{_ONE}change/", own_forms_steps.form_change, name="form_change"),
    path(f"{_ONE}drop/", own_forms_steps.form_drop, name="form_drop"),
    path(f"{_ONE}approve/", own_forms_steps.form_approve, name="form_approve"),
    path(f"{_ONE}send/", own_forms_steps.form_send, name="form_send"),
    path(f"{_ONE}answer/", own_forms_steps.form_answer, name="form_answer"),
    path(f"{_ONE}retire/", own_forms_steps.form_retire, name="form_retire"),
]
