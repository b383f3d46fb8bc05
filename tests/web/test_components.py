"""Each component says what it must to those who do not see it."""

import re
from collections.abc import Callable

import pytest
from django import forms

from throughline.web.components.pieces import Circumstance, Ledger, LedgerLine, Person, Progress, Step, Tab
from throughline.web.forms import PlainForm

Show = Callable[..., str]


class Order(PlainForm):
    """A small form of each layout."""

    title = forms.CharField(label="Title", help_text="A few words.", max_length=5)
    level = forms.ChoiceField(label="Level", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
    agreed = forms.BooleanField(label="100% agreed")
    amount = forms.DecimalField(label="50% share", decimal_places=2, required=False)


def test_a_field_ties_help_and_error_to_its_control(show: Show) -> None:
    shown = show("{% field form.title %}", form=Order({"title": ""}))
    assert 'aria-describedby="id_title_help id_title_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_title_help"' in shown
    assert 'id="id_title_error"' in shown
    assert "Fill in “Title”." in shown


def test_a_field_without_error_names_only_its_help(show: Show) -> None:
    shown = show("{% field form.title %}", form=Order())
    assert 'aria-describedby="id_title_help"' in shown
    assert "aria-invalid" not in shown


def test_several_answers_stand_in_a_named_group(show: Show) -> None:
    shown = show("{% field form.level %}", form=Order())
    assert "<fieldset" in shown
    assert "<legend>Level" in shown


def test_the_summary_leads_to_each_field(show: Show) -> None:
    shown = show("{% error_summary form %}", form=Order({"title": "too long", "amount": "1.005"}))
    assert re.findall(r'href="#(\w+)"', shown) == ["id_title", "id_level_0", "id_agreed", "id_amount"]
    assert "4 things are still needed" in shown
    assert 'tabindex="-1"' in shown


def test_messages_name_the_field_and_survive_percent_signs() -> None:
    form = Order({"title": "too long", "amount": "1.005", "level": "z"})
    assert form.errors["title"] == ["Keep “Title” to 5 characters; it has 8."]
    assert form.errors["agreed"] == ["Tick “100% agreed” to go on."]
    assert form.errors["amount"] == ["Write “50% share” with at most 2 decimals."]
    assert form.errors["level"] == ["Choose one of the answers offered for “Level”."]


def test_a_field_keeps_the_message_it_was_given() -> None:
    class Own(PlainForm):
        name = forms.CharField(error_messages={"required": "Say who you are."})

    assert Own({}).errors["name"] == ["Say who you are."]


def test_no_message_of_ours_says_valid() -> None:
    form = Order({"title": "\x00", "amount": "soon"})
    said = " ".join(str(message) for messages in form.errors.values() for message in messages)
    assert "valid" not in said


def test_a_right_form_has_no_summary(show: Show) -> None:
    assert show("{% error_summary form %}", form=Order()) == ""


@pytest.mark.parametrize(
    ("kind", "word"), [("good", "Done"), ("care", "Take care"), ("stop", "Problem"), ("note", "Note")]
)
def test_a_notice_says_its_kind_in_a_word_and_a_shape(show: Show, kind: str, word: str) -> None:
    shown = show("{% notice kind %}It went so.{% endnotice %}", kind=kind)
    assert f"{word}: </span>" in shown
    assert '<svg class="icon"' in shown


def test_a_status_has_word_and_shape(show: Show) -> None:
    shown = show('{% status "Overdue" "stop" %}')
    assert ">Overdue</span>" in shown
    assert shown.count("<svg") == 1


def test_what_a_person_wrote_is_escaped(show: Show) -> None:
    nasty = "<script>alert(1)</script>"
    shown = show(
        "{% page_header nasty lead=nasty %}{{ nasty }}{% endpage_header %}{% chip nasty %}{% status nasty %}"
        "{% person someone %}{% circumstances kept %}{% button nasty %}{% link_button nasty nasty %}"
        "{% notice 'note' nasty %}{{ nasty }}{% endnotice %}{% empty nasty %}{{ nasty }}{% endempty %}",
        nasty=nasty,
        someone=Person(nasty, nasty, nasty),
        kept=[Circumstance(nasty, nasty)],
    )
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def test_a_button_takes_attributes(show: Show) -> None:
    shown = show('{% button "Send" kind="primary" name="go" value="1" data_close=True disabled=False %}')
    assert shown == '<button class="button primary" type="submit" name="go" value="1" data-close="">Send</button>'


def test_a_dialog_link_leads_somewhere_without_scripts(show: Show) -> None:
    shown = show('{% dialog_link "ask" "Roll back" "/roll-back/" %}{% dialog "ask" "Sure?" %}x{% enddialog %}')
    assert 'href="/roll-back/"' in shown
    assert 'data-dialog="ask"' in shown
    assert '<dialog id="ask" aria-labelledby="ask-title">' in shown


def test_tabs_mark_where_one_is(show: Show) -> None:
    shown = show("{% tabs items %}", items=[Tab("One", "?tab=1", current=True), Tab("Two", "?tab=2", count=1200)])
    assert 'href="?tab=1" aria-current="page"' in shown
    assert "1,200" in shown


def test_a_moving_task_asks_again_and_can_be_cancelled(show: Show) -> None:
    task = Progress("Reading", 1, 4, key="job", poll_url="/job/", cancel_url="/job/cancel/")
    shown = show("{% progress task %}", task=task, csrf_token="token")
    assert 'aria-valuenow="25"' in shown
    assert 'hx-get="/job/"' in shown
    assert 'hx-select="#job"' in shown
    assert 'action="/job/cancel/"' in shown
    assert 'value="token"' in shown
    assert '<a class="no-js" href="/job/">' in shown


def test_a_finished_task_stops_asking_and_leads_on(show: Show) -> None:
    task = Progress("Reading", 4, 4, state="done", poll_url="/job/", follow_url="/result/", cancel_url="/c/")
    shown = show("{% progress task %}", task=task)
    assert "hx-get" not in shown
    assert 'data-follow="/result/"' in shown
    assert "<form" not in shown


def test_progress_of_unknown_length_claims_no_number(show: Show) -> None:
    assert "aria-valuenow" not in show("{% progress task %}", task=Progress("Reading"))


def test_a_ledger_shows_its_arithmetic(show: Show) -> None:
    lines = [LedgerLine("English learner", 55_800_00, 62, 900_00), LedgerLine("Held harmless", 1_00)]
    shown = show("{% ledger it %}", it=Ledger("How", lines, "In all", 55_801_00))
    cells = re.findall(r'class="number">([^<]*)<', shown)
    assert cells[3:] == ["62", "$900.00", "$55,800.00", "$1.00", "$55,801.00"]


def test_the_thread_says_where_one_is(show: Show) -> None:
    shown = show("{% thread steps across=True %}", steps=[Step("Engage", "done"), Step("Decide", "now")])
    assert 'aria-current="step"' in shown
    assert "done</span>" in shown


def test_a_block_that_holds_nothing_leaves_no_trace(show: Show) -> None:
    assert "actions" not in show('{% page_header "Title" %}  {% endpage_header %}')
