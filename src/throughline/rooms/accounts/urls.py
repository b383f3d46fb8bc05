"""One line for each page of the accounts room."""

from django.urls import path

from throughline.rooms.accounts.policy import views as policy
from throughline.rooms.accounts.sign_in import views as sign_in
from throughline.rooms.accounts.today import views as today
from throughline.rooms.accounts.welcome import views as welcome

app_name = "accounts"
urlpatterns = [
    path("", today.show_today, name="today"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/as/", sign_in.sign_in_as, name="sign_in_as"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("welcome/<str:number>/<str:token>/", welcome.welcome, name="welcome"),
    path("policy/", policy.show_policy, name="policy"),
]
