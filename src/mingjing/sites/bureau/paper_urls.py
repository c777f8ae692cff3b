"""Addresses of forms and of paper, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import own_documents, own_forms, own_forms_steps, papers, papers_check, question_sets

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
    path("papers/", papers.papers, name="papers"),
    path("papers/take/", papers.papers_take, name="papers_take"),
    path("papers/scans/<uuid:scan_id>/", papers.scan, name="scan"),
    path("papers/<uuid:page_id>/", papers_check.paper, name="paper"),
    path("papers/<uuid:page_id>/<slug:side>.png", papers_check.paper_picture, name="paper_picture"),
    path("papers/<uuid:page_id>/assign/", papers_check.paper_assign, name="paper_assign"),
    path("papers/<uuid:page_id>/set-aside/", papers_check.paper_set_aside, name="paper_set_aside"),
    path("papers/<uuid:page_id>/sign/", papers_check.paper_sign, name="paper_sign"),
    path("cases/<uuid:case_id>/papers/", papers.case_papers, name="case_papers"),
    path("cases/<uuid:case_id>/papers/take/", papers.case_papers_take, name="case_papers_take"),
    path("cases/<uuid:case_id>/own/<uuid:filing_id>/", own_documents.own_document, name="own_document"),
    path("questions/", question_sets.question_sets, name="question_sets"),
    path("questions/new/", question_sets.question_set_new, name="question_set_new"),
    path("questions/<uuid:set_id>/", question_sets.question_set, name="question_set"),
    path("questions/<uuid:set_id>/release/", question_sets.question_set_release, name="question_set_release"),
]
