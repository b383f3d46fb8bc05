"""Give schools their levels."""

from collections.abc import Mapping
from datetime import datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.values.viewer import Viewer


def set_levels(*, by: Viewer, at: datetime, levels: Mapping[int, district.Level]) -> int:
    """This function will set the levels of schools, by id, and return how many changed.

    **Raises** `NotAllowed` for those who may not change facts of the district's schools.
    """
    accounts.check_may(by, "write", "schools")
    with accounts.acting_as(by):
        return district.change_levels(by=by, at=at, levels=levels)


def take_back_levels(*, by: Viewer, at: datetime, saved_at: str) -> int:
    """This function will take back the change of levels that `by` made at `saved_at`, and return of how many schools.

    **Raises** `NotAllowed` as `set_levels`, `RefusedInput` where it is not theirs or can no longer be taken back.
    """
    accounts.check_may(by, "write", "schools")
    with accounts.acting_as(by):
        return district.take_back_levels(by=by, at=at, saved_at=saved_at)
