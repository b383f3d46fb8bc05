"""The second wall: row-level security, generated for every table that names its wall.

Shapes that keep it quick (measured in docs/adr): sets are uncorrelated sub-selects, computed once a statement;
those who see everything have a short first branch; what a policy needs stands on the row itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.backends.utils import CursorWrapper


@dataclass(frozen=True, slots=True)
class Wall:
    """What stands before a table: its class of record (or the column that holds it), and whose row it is.

    Name columns: `student` for whose it is, `school` for where the student is, `user` for a user's own rows, or
    `through` for a table that must hold a visible row naming this one. `school` alone is a row of the school
    itself, such as its budget; `shared` is a row of no one school, seen by all who see the class at any school.
    `writers` is a row for those alone who may write the class in the whole district, such as a planned import.
    """

    record_class: str = ""
    column: str = ""
    student: str = ""
    school: str = ""
    user: str = ""
    through: str = ""
    shared: bool = False
    writers: bool = False

    def condition(self, act: str, classes: tuple[str, ...]) -> str:
        """This function will return the SQL that is true for rows the viewer may see or write."""
        if self.writers:
            return self._all("write")
        if self.user:
            own = f"{self.user} = (select throughline_viewer())"
            every = f"(select throughline_all('enrollment', '{act}')) or (select throughline_is_duty())"
            return f"{every} or {own}" if act == "see" else every
        if self.through and act == "see":
            visible = f"select guardian_id from {self.through}"  # noqa: S608 - table names of our own models
            return f"{self._all(act)} or id in ({visible})"
        if self.through:
            return self._all(act)
        if self.column:
            return " or ".join(
                f"({self.column} = '{name}' and ({Wall(name, student=self.student).condition(act, ())}))"
                for name in classes
            )
        return " or ".join(self._branches(act))

    def _all(self, act: str) -> str:
        return f"(select throughline_all('{self.record_class}', '{act}'))"

    def _branches(self, act: str) -> Iterator[str]:
        arguments = f"'{self.record_class}', '{act}'"
        yield self._all(act)
        if self.shared and act == "see":
            yield f"(select exists (select throughline_schools({arguments})))"
        if self.school:
            yield f"{self.school} = any(array(select throughline_schools({arguments})))"
        if self.school and self.student:
            yield f"{self.student} = any(array(select throughline_related({arguments})))"
        elif self.student:
            yield f"{self.student} = any(array(select throughline_students({arguments})))"


def walled_models() -> Iterator[tuple[type[models.Model], Wall]]:
    """This function will yield every model with a wall, its history included (which stands behind the same)."""
    for model in apps.get_models():
        wall = getattr(model, "wall", None) or getattr(getattr(model, "pgh_tracked_model", None), "wall", None)
        if isinstance(wall, Wall):
            yield model, wall


# Who is looking is read from the transaction; roles and rules from the accounts room's own tables.
FUNCTIONS = """
create or replace function throughline_viewer() returns bigint language sql stable as
$$ select nullif(current_setting('throughline.viewer', true), '')::bigint $$;

create or replace function throughline_is_duty() returns boolean language sql stable as
$$ select coalesce(current_setting('throughline.duty', true), '') in ('relations', 'set_up') $$;

create or replace function throughline_today() returns date language sql stable as
$$ select coalesce(nullif(current_setting('throughline.today', true), '')::date, current_date) $$;

create or replace function throughline_rules(class text, act text) returns table (relation text, scope text)
language sql stable as
$$ select relation::text, scope::text from accounts_rule
   where record_class = class and case act when 'see' then may_see when 'write' then may_write else false end $$;

create or replace function throughline_all(class text, act text) returns boolean language sql stable as
$$ select exists (
     select from throughline_rules(class, act) r where r.scope = 'district' and (
       r.relation = 'duty:' || nullif(current_setting('throughline.duty', true), '')
       or exists (
         select from accounts_roleassignment a
         where a.user_id = throughline_viewer() and a.relation = r.relation
           and a.starts_on <= throughline_today() and (a.ends_on is null or a.ends_on >= throughline_today())))) $$;

create or replace function throughline_schools(class text, act text) returns setof bigint language sql stable as
$$ select a.organization_id from accounts_roleassignment a join throughline_rules(class, act) r using (relation)
   where r.scope = 'school' and a.user_id = throughline_viewer() and a.organization_id is not null
     and a.starts_on <= throughline_today() and (a.ends_on is null or a.ends_on >= throughline_today()) $$;

create or replace function throughline_related(class text, act text) returns setof bigint language sql stable as
$$ select s.student_id from students_relation s join throughline_rules(class, act) r using (relation)
   where r.scope = 'student' and s.user_id = throughline_viewer()
     and (s.starts_on is null or s.starts_on <= throughline_today())
     and (s.ends_on is null or s.ends_on >= throughline_today()) $$;

create or replace function throughline_students(class text, act text) returns setof bigint language sql stable as
$$ select id from students_student where home_school_id = any(array(select throughline_schools(class, act)))
   union all select throughline_related(class, act) $$;
"""


def wall_statements(classes: tuple[str, ...]) -> Iterator[str]:
    """This function will yield the SQL that puts every wall up, replacing what stood; `force` binds the owner too."""
    yield FUNCTIONS
    for model, wall in walled_models():
        table = model._meta.db_table
        yield f"alter table {table} enable row level security"
        yield f"alter table {table} force row level security"
        for policy in ("see", "change"):
            yield f"drop policy if exists {policy} on {table}"
        see, change = wall.condition("see", classes), wall.condition("write", classes)
        yield f"create policy see on {table} for select using ({see})"
        yield f"create policy change on {table} for all using ({change}) with check ({change})"


def build_walls(cursor: CursorWrapper, classes: tuple[str, ...]) -> None:
    """This function will put every wall up. Runs as the owner, in one transaction."""
    for statement in wall_statements(classes):
        cursor.execute(statement)
