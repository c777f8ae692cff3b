"""Addresses of the channels and of the credit channel, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import channels, credit

urlpatterns = [
    path("channels/", channels.channels, name="channels"),
    path("channels/new/", channels.channel_new, name="channel_new"),
    path("channels/<uuid:channel_id>/close/", channels.channel_close, name="channel_close"),
    path("channels/<uuid:channel_id>/receipts/", channels.channel_receipts, name="channel_receipts"),
    path("deliveries/<uuid:delivery_id>/", channels.delivery, name="delivery"),
    path("credit/", credit.credit, name="credit"),
    path("credit/<uuid:item_id>/", credit.credit_item, name="credit_item"),
    path("credit/<uuid:item_id>/ask/", credit.credit_ask, name="credit_ask"),
    path("credit/requests/<uuid:request_id>/", credit.credit_answer, name="credit_answer"),
]
