"""What is expected of the look: who may open its pages, and which of its tables stand behind no wall."""

from tests.security.expected.aim import EVERYBODY, Aim

AIMS: tuple[Aim, ...] = (
    Aim("web:styleguide", get=EVERYBODY, open=True),
    Aim("web:language", get=EVERYBODY, post=EVERYBODY, data={"language": "es"}, open=True),
    Aim("web:theme", post=EVERYBODY, data={"theme": "dark"}, open=True),
)
