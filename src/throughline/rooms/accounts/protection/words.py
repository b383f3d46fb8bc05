"""How Throughline protects students, in words a parent can read: the page and both documents are made from these."""

from dataclasses import dataclass

from throughline.values.words import gettext_noop as _

TITLE = _("How Throughline protects students")
LEAD = _("Your child's school keeps sensitive things here. This is what we do so that only the right people see them.")


@dataclass(frozen=True, slots=True)
class Section:
    """One question a family may have, and the answer in short paragraphs."""

    asks: str
    says: tuple[str, ...]


SECTIONS = (
    Section(
        _("Who can see my child's record?"),
        (
            _("Only people who work with your child, and only the parts they need for that work."),
            _("A teacher sees the students she teaches now. When the class ends, she stops seeing them that day."),
            _("On your child's page, “Who can see this student” lists every person by name, what they see, and why."),
        ),
    ),
    Section(
        _("Can people outside the school see it?"),
        (
            _("Not unless the district has signed an agreement with them, and you have said yes."),
            _(
                "You choose what is shared and until when. You can take your yes back at any time: they stop seeing "
                "it at once."
            ),
            _(
                "Studies and audits of school programs are an exception the law allows. They too need a signed "
                "agreement."
            ),
            _(
                "You can also tell the school not to give out your child's name and similar facts as directory "
                "information."
            ),
        ),
    ),
    Section(
        _("How do I know who looked?"),
        (
            _(
                "Each time somebody on the staff or outside looks at your child's record, it is written down: who, "
                "when, at what, and why they may."
            ),
            _("You can read the list and print it. Nobody can erase a line from it without it being noticed."),
        ),
    ),
    Section(
        _("What if something is wrong in the record?"),
        (
            _("You may look at all of it. You may ask for a correction."),
            _(
                "If the school says no, you may ask for a hearing. If it still says no, you may add your own words, "
                "and they stay with the record."
            ),
        ),
    ),
    Section(
        _("What about very private things?"),
        (
            _(
                "Notes on health, on keeping a child safe and on legal matters can be opened only by the few whose "
                "job it is. They must say why each time."
            ),
            _(
                "In an emergency, trained staff can open a record for one hour. They must say why. The privacy "
                "officer is told at once and checks it, and you can see it in the list."
            ),
        ),
    ),
    Section(
        _("What if a computer program makes a mistake?"),
        (
            _(
                "There are two walls. Each page asks who you are before it shows anything. Behind it the database "
                "asks again, by the same rules. If one fails, the other still holds."
            ),
            _(
                "Nothing about your child is sent to advertisers, to other companies or to any other place on the "
                "internet."
            ),
        ),
    ),
    Section(
        _("When my child turns 18"),
        (
            _(
                "These rights pass to your child on that day. What you agreed to before then ends, and your child "
                "is asked."
            ),
        ),
    ),
    Section(
        _("Whom can I ask?"),
        (
            _(
                "Ask your school, or the district's privacy officer. You may also complain to the U.S. Department "
                "of Education, Student Privacy Policy Office."
            ),
        ),
    ),
)
