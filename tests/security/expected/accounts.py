"""What is expected of the accounts room: who may open its pages, and which of its tables stand behind no wall."""

from collections.abc import Callable

from tests.security.expected.aim import EVERYBODY, OFFICE, Aim

from throughline.demo import named

READS_POLICY = OFFICE | {"privacy_officer"}
ADMINISTRATOR = frozenset({"administrator"})
TIGHTENS = frozenset({"administrator", "privacy_officer"})
KEEPS_PARTNERS = OFFICE | {"support_lead"}
TEACHER = {"user_id": "thao.nguyen"}
PARTNER = {"organization_id": named.PARTNER_ORGANIZATION}
KEEPS_LINKS = frozenset({"administrator", "privacy_officer"})

AIMS: tuple[Aim, ...] = (
    Aim("accounts:today", get=EVERYBODY),
    Aim("accounts:sign_in", get=EVERYBODY, post=EVERYBODY, open=True),
    Aim("accounts:sign_in_as", post=EVERYBODY, data={"username": "jordan.hale"}, open=True),
    Aim("accounts:sign_in_as", data={"username": "nobody"}, open=True),
    Aim("accounts:second_step", get=EVERYBODY, post=EVERYBODY, open=True),
    Aim("accounts:passkey", post=EVERYBODY, data={"credential": "{}"}, open=True),
    Aim("accounts:begin_passkey", post=EVERYBODY, open=True),
    Aim("accounts:sign_in_with", fill={"key": "never-made"}, open=True),
    Aim("accounts:sign_on_back", fill={"key": "never-made"}, open=True),
    Aim("accounts:saml_reply", fill={"key": "never-made"}, open=True),
    Aim("accounts:saml_finish", fill={"key": "never-made"}, open=True),
    Aim("accounts:saml_metadata", fill={"key": "never-made"}, open=True),
    Aim("accounts:connections", get=ADMINISTRATOR),
    Aim("accounts:add_connection", get=ADMINISTRATOR, post=ADMINISTRATOR, fill={"kind": "oidc"}),
    Aim("accounts:add_connection", get=ADMINISTRATOR, post=ADMINISTRATOR, fill={"kind": "saml"}),
    Aim("accounts:connection", fill={"key": "never-made"}),
    Aim("accounts:change_connection", fill={"key": "never-made"}),
    Aim("accounts:switch_connection", fill={"key": "never-made"}),
    Aim("accounts:try_connection", fill={"key": "never-made"}),
    Aim("accounts:safety", get=EVERYBODY),
    Aim("accounts:sign_in_again", get=EVERYBODY),
    Aim("accounts:change_password"),
    Aim("accounts:add_app", get=EVERYBODY, post=EVERYBODY),
    Aim("accounts:app_picture", get=EVERYBODY),
    Aim("accounts:add_passkey", get=EVERYBODY, post=EVERYBODY),
    Aim("accounts:begin_new_passkey", post=EVERYBODY),
    Aim("accounts:rename_passkey", fill={"factor_id": "0"}),
    Aim("accounts:remove_factor", fill={"factor_id": "0"}),
    Aim("accounts:recovery_codes", get=EVERYBODY, post=EVERYBODY),
    Aim("accounts:end_others", post=EVERYBODY),
    Aim("accounts:end_session", fill={"session_id": "0"}),
    Aim("accounts:sign_out", post=EVERYBODY, open=True),
    Aim("accounts:welcome", fill={"number": "MQ", "token": "never-made"}, open=True),
    Aim("accounts:mail", get=ADMINISTRATOR),
    Aim("accounts:retry_mail", fill={"mail_id": "999999999"}),
    Aim("accounts:partners", get=EVERYBODY),
    Aim("accounts:new_partner", get=KEEPS_PARTNERS, post=KEEPS_PARTNERS),
    Aim("accounts:partner", get=EVERYBODY, fill=PARTNER),
    Aim("accounts:edit_partner", get=KEEPS_PARTNERS, post=KEEPS_PARTNERS, fill=PARTNER),
    Aim("accounts:end_partner", get=KEEPS_PARTNERS, post=KEEPS_PARTNERS, fill=PARTNER),
    Aim("accounts:open_partner", post=KEEPS_PARTNERS, fill=PARTNER),
    Aim("accounts:people", get=ADMINISTRATOR),
    Aim("accounts:people", get=ADMINISTRATOR, query={"export": "csv"}),
    Aim("accounts:new_person", get=ADMINISTRATOR, post=ADMINISTRATOR),
    Aim("accounts:person", get=ADMINISTRATOR, fill=TEACHER),
    Aim("accounts:person", get=ADMINISTRATOR, fill={"user_id": "lucia.herrera"}),
    Aim("accounts:person", fill={"user_id": "nobody"}),
    Aim("accounts:edit_person", get=ADMINISTRATOR, post=ADMINISTRATOR, fill=TEACHER),
    Aim("accounts:invite", post=ADMINISTRATOR, fill=TEACHER),
    Aim("accounts:withdraw_invitation", post=ADMINISTRATOR, fill=TEACHER),
    Aim("accounts:close_person", get=ADMINISTRATOR, post=ADMINISTRATOR, fill=TEACHER),
    Aim("accounts:reopen_person", post=ADMINISTRATOR, fill=TEACHER),
    # A teacher has no second step to take away: the answer says so.
    Aim("accounts:start_anew", get=ADMINISTRATOR, post=ADMINISTRATOR, fill=TEACHER),
    Aim("accounts:start_anew", fill={"user_id": "nobody"}),
    Aim("accounts:grant_role", get=ADMINISTRATOR, post=ADMINISTRATOR, fill=TEACHER),
    Aim("accounts:end_role", get=ADMINISTRATOR, post=ADMINISTRATOR, fill={"role_id": "priya.raman"}),
    Aim("accounts:end_role", fill={"role_id": "nobody"}),
    # Nothing was ended, so there is nothing to take back: the answer says so.
    Aim("accounts:take_back_end", post=ADMINISTRATOR, fill={"role_id": "priya.raman"}),
    Aim("accounts:protection", get=EVERYBODY, open=True),
    Aim("accounts:policy", get=READS_POLICY),
    Aim("accounts:relation", get=READS_POLICY, fill={"relation": "teacher"}),
    Aim("accounts:relation", fill={"relation": "nobody"}),
    Aim("accounts:tighten", get=TIGHTENS, post=TIGHTENS, fill={"relation": "teacher", "record_class": "behavior"}),
    Aim("accounts:tighten", fill={"relation": "teacher", "record_class": "health"}),
    Aim("accounts:tighten", fill={"relation": "duty:set_up", "record_class": "directory"}),
    Aim(
        "accounts:view_as",
        get=frozenset({"administrator"}),
        post=frozenset({"administrator"}),
        fill={"user_id": "thao.nguyen"},
    ),
    Aim("accounts:view_as", fill={"user_id": "nobody"}),
    Aim("accounts:viewings", get=EVERYBODY),
    Aim("accounts:stop_viewing_as", post=EVERYBODY),
    Aim("accounts:link", fill={"token": "never-made"}, open=True),
    Aim("accounts:links", get=KEEPS_LINKS),
    Aim("accounts:show_link", fill={"link_id": "999999999"}),
)

OPEN_TABLES: dict[str, str] = {
    "accounts_tightening": "What this district leaves of the policy table: of this both walls are made.",
    "accounts_tighteningevent": "History of the same.",
    "accounts_viewingas": "Who views as whom, which is asked before the viewer is known; no student is in it.",
    "accounts_viewingasevent": "History of the same.",
    "accounts_user": "Read before anybody is known, to sign them in; holds what a person signs in with.",
    "accounts_userevent": "History of the same.",
    "accounts_roleassignment": "Who holds which role: what both walls are worked out from.",
    "accounts_roleassignmentevent": "History of the same.",
    "accounts_rule": "The policy table: what both walls are worked out from.",
    "accounts_ruleevent": "History of the same.",
    "accounts_rulesstamp": "One row: which state of the policy table stands. No student, nor a rule.",
    "accounts_mail": "The outbox: to whom, of which kind, and ids; never what was written, nor a student.",
    "accounts_accesslink": "Links without an account: what for, by ids, and for which adult; no student.",
    "accounts_signintries": "How often a password or a link was tried, by digests; needed before anybody is known.",
    "accounts_connection": "Identity providers, their secrets encrypted; the sign-in page offers them to everybody.",
    "accounts_connectionevent": "History of the same.",
    "accounts_samlstart": "Sign-ins by SAML under way, by digests; needed before anybody is known.",
    "accounts_signedin": "Which browsers somebody is signed in with; looked up before the viewer is set.",
    "accounts_spent": "Codes and assertions that were used, by digests; needed before anybody is known.",
}


def _user_id(username: str) -> object:
    from throughline.rooms.accounts.models import User

    row = User.objects.filter(username=username).first()
    return row.pk if row else 999_999_999


def _role_id(username: str) -> object:
    from throughline.rooms.accounts.models import RoleAssignment

    row = RoleAssignment.objects.filter(user__username=username).first()
    return row.pk if row else 999_999_999


def _organization_id(source_id: str) -> object:
    from throughline.rooms.district.models import Organization

    return Organization.objects.get(source_id=source_id).pk


FILLS: dict[str, Callable[[str], object]] = {
    "user_id": _user_id,
    "role_id": _role_id,
    "organization_id": _organization_id,
}
