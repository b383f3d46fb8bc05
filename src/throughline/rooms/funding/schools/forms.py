"""One level for each school, all on one page."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from throughline.rooms.district.api import Level
from throughline.rooms.funding.schools.queries import SchoolRow, SchoolsPage


class LevelsForm(forms.Form):
    """A choice for each school, filled in with its level or the one suggested."""

    def __init__(self, page: SchoolsPage, answers: Mapping[str, Any] | None = None) -> None:
        super().__init__(answers)
        self._page = page
        options = [("", _("Not decided yet")), *Level.choices]
        for row in page.rows:
            suggested = row.suggestion.level.value if row.suggestion else ""
            self.fields[str(row.id)] = forms.ChoiceField(
                label=row.name, choices=options, initial=row.level or suggested, required=False
            )

    def rows(self) -> Iterator[tuple[SchoolRow, forms.BoundField]]:
        """This function will pair each school with its field."""
        for row in self._page.rows:
            yield row, self[str(row.id)]

    def levels(self) -> dict[int, Level]:
        """This function will return the level chosen for each school where one was."""
        return {int(name): Level(value) for name, value in self.cleaned_data.items() if value}
