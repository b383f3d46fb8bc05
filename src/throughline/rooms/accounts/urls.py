"""One line for each page of the accounts room."""

from django.urls import path

from throughline.rooms.accounts.administration import role_views as roles
from throughline.rooms.accounts.administration import views as people
from throughline.rooms.accounts.connections import views as connections
from throughline.rooms.accounts.links import views as links
from throughline.rooms.accounts.mail import views as mail
from throughline.rooms.accounts.partners import views as partners
from throughline.rooms.accounts.policy import views as policy
from throughline.rooms.accounts.protection import views as protection
from throughline.rooms.accounts.safety import views as safety
from throughline.rooms.accounts.second_factor import views as second_factor
from throughline.rooms.accounts.sign_in import views as sign_in
from throughline.rooms.accounts.single_sign_on import views as single_sign_on
from throughline.rooms.accounts.today import views as today
from throughline.rooms.accounts.viewing_as import views as viewing_as
from throughline.rooms.accounts.welcome import views as welcome

app_name = "accounts"
urlpatterns = [
    path("", today.show_today, name="today"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/as/", sign_in.sign_in_as, name="sign_in_as"),
    path("sign-in/second-step/", second_factor.second_step, name="second_step"),
    path("sign-in/passkey/", second_factor.sign_in_by_passkey, name="passkey"),
    path("sign-in/passkey/begin/", second_factor.begin_passkey, name="begin_passkey"),
    path("sign-in/with/<slug:key>/", single_sign_on.start, name="sign_in_with"),
    path("sign-in/with/<slug:key>/back/", single_sign_on.come_back, name="sign_on_back"),
    path("sign-in/with/<slug:key>/saml/", single_sign_on.take_saml, name="saml_reply"),
    path("sign-in/with/<slug:key>/finish/", single_sign_on.finish_saml, name="saml_finish"),
    path("sign-in/with/<slug:key>/metadata/", single_sign_on.show_metadata, name="saml_metadata"),
    path("single-sign-on/", connections.show_connections, name="connections"),
    path("single-sign-on/add/<slug:kind>/", connections.add, name="add_connection"),
    path("single-sign-on/<slug:key>/", connections.show, name="connection"),
    path("single-sign-on/<slug:key>/change/", connections.change, name="change_connection"),
    path("single-sign-on/<slug:key>/switch/", connections.switch, name="switch_connection"),
    path("single-sign-on/<slug:key>/try/", connections.try_out, name="try_connection"),
    path("sign-in-and-safety/", safety.show_safety, name="safety"),
    path("sign-in-and-safety/again/", safety.sign_in_again, name="sign_in_again"),
    path("sign-in-and-safety/password/", safety.change_password, name="change_password"),
    path("sign-in-and-safety/app/", safety.add_app, name="add_app"),
    path("sign-in-and-safety/app/picture.svg", safety.picture_of_secret, name="app_picture"),
    path("sign-in-and-safety/passkeys/", safety.add_passkey, name="add_passkey"),
    path("sign-in-and-safety/passkeys/begin/", safety.begin_new_passkey, name="begin_new_passkey"),
    path("sign-in-and-safety/passkeys/<int:factor_id>/", safety.rename_passkey, name="rename_passkey"),
    path("sign-in-and-safety/second-steps/<int:factor_id>/remove/", safety.remove_factor, name="remove_factor"),
    path("sign-in-and-safety/recovery-codes/", safety.make_codes, name="recovery_codes"),
    path("sign-in-and-safety/sessions/end-others/", safety.end_others, name="end_others"),
    path("sign-in-and-safety/sessions/<int:session_id>/end/", safety.end_session, name="end_session"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("welcome/<str:number>/<str:token>/", welcome.welcome, name="welcome"),
    path("link/<str:token>/", links.open_link, name="link"),
    path("links/", links.list_links, name="links"),
    path("links/<int:link_id>/", links.show_link, name="show_link"),
    path("mail/", mail.list_mail, name="mail"),
    path("mail/<int:mail_id>/", mail.retry, name="retry_mail"),
    path("partners/", partners.list_partners, name="partners"),
    path("partners/new/", partners.new_partner, name="new_partner"),
    path("partners/<int:organization_id>/", partners.show_partner, name="partner"),
    path("partners/<int:organization_id>/change/", partners.edit_partner, name="edit_partner"),
    path("partners/<int:organization_id>/close/", partners.end_partner, name="end_partner"),
    path("partners/<int:organization_id>/open/", partners.open_partner, name="open_partner"),
    path("how-students-are-protected/", protection.show_protection, name="protection"),
    path("policy/", policy.show_policy, name="policy"),
    path("policy/<str:relation>/", policy.show_relation, name="relation"),
    path("policy/<str:relation>/<str:record_class>/", policy.tighten, name="tighten"),
    path("people/", people.list_people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/<int:user_id>/", people.show_person, name="person"),
    path("people/<int:user_id>/change/", people.edit_person, name="edit_person"),
    path("people/<int:user_id>/invite/", people.invite_person, name="invite"),
    path("people/<int:user_id>/withdraw/", people.withdraw, name="withdraw_invitation"),
    path("people/<int:user_id>/close/", people.close_person, name="close_person"),
    path("people/<int:user_id>/reopen/", people.reopen_person, name="reopen_person"),
    path("people/<int:user_id>/start-anew/", people.start_person_anew, name="start_anew"),
    path("people/<int:user_id>/role/", roles.grant, name="grant_role"),
    path("roles/<int:role_id>/end/", roles.end, name="end_role"),
    path("roles/<int:role_id>/take-back/", roles.take_back, name="take_back_end"),
    path("people/<int:user_id>/view-as/", viewing_as.start, name="view_as"),
    path("viewing-as/", viewing_as.list_viewings, name="viewings"),
    path("viewing-as/stop/", viewing_as.stop, name="stop_viewing_as"),
]
