"""The second wall: row-level security, generated for every table that names its wall.

Shapes that keep it quick (measured in docs/adr): sets are uncorrelated sub-selects, computed once a statement;
those who see everything have a short first branch; what a policy needs stands on the row itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.apps import apps
from django.db import models
from django.db.backends.utils import CursorWrapper

VIEWER = "throughline_viewer()"
BEHIND = "throughline_behind()"


@dataclass(frozen=True, slots=True)
class Wall:
    """What stands before a table: its class of record (or the column that holds it), and whose row it is.

    `classes` names those that the column may hold, where they are few: a policy then asks of no other.
    `provider` is the organization a row was given by: who sees by an agreement sees those of their own organization,
    and no other's; `in_person`, who sees by an agreement sees none. `reads_only` is a relation that writes the class,
    and of these rows reads only.

    Name columns: `student` for whose it is, `school` for where the student is, `user` for a user's own rows (and
    `member` for those of an organization they belong to), or
    `through` for a table that must hold a visible row naming this one. `school` alone is a row of the school
    itself, such as its budget; `shared` is a row of no one school, seen by all who see the class at any school.
    `writers` is a row for those alone who may write the class in the whole district, such as a planned import.
    `mine` is a row of one person's own that no role and no duty reads, such as a draft; not while viewing as them.
    `members` is a column of users' ids, of people whose row it is beside those the class lets see it: a meeting.
    `through` shows a family its own row alone, so that one household cannot reach the other by it, whatever role
    somebody of it holds who may not write the class in the whole district. `told` is a row that
    is hidden from family who may not be told of it, but for what they said themselves, where `own` names the column.
    `kept` is a row that everybody signed in may read, and that those alone change who may write the class in the whole
    district, and `while_true` only while this SQL is true of the row: a version that nobody signed.
    `fields` says which columns (`*` for the whole row) hold which field of the class, for those who are shared some of
    it, and `keys` which columns they are shown beside; `field_column` is the column that names the field of its row.
    `owner` is a column of one user's id who may change, of a row they see and may not write, the columns `owner_sets`
    and no other: what somebody was asked to do, and says is done.
    `family` is a column of a user's id: a row that the student and those who stand for them alone write, each their
    own, where no limit keeps them from speaking for the student; it is seen by all who see its class.
    `signs` is a row that everybody signed in may read, and that is added by those who may write the class in the whole
    district, by a duty, and by whoever this SQL (with `{who}` for a user's id) is true of: a signature.
    """

    record_class: str = ""
    column: str = ""
    student: str = ""
    school: str = ""
    user: str = ""
    mine: str = ""
    member: str = ""
    members: str = ""
    through: str = ""
    shared: bool = False
    writers: bool = False
    told: bool = False
    own: str = ""
    signs: str = ""
    kept: bool = False
    while_true: str = ""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    keys: tuple[str, ...] = ()
    field_column: str = ""
    classes: tuple[str, ...] = ()
    provider: str = ""
    in_person: bool = False
    reads_only: str = ""
    owner: str = ""
    owner_sets: tuple[str, ...] = ()
    family: str = ""

    @property
    def is_in_parts(self) -> bool:
        """Whether rows can be shared in part, and so have a view that shows them so."""
        return bool(self.fields or self.field_column)

    def condition(self, act: str, classes: tuple[str, ...], who: str = VIEWER, *, through: str = "true") -> str:
        """This function will return the SQL true for rows `who` (a user's id) may see, `through` what, or write."""
        if self.mine:
            return f"{self.mine} = (select {who})"
        if self.signs:
            own = (
                f"{self._all(act, who)} or ({self.signs.format(who=who)})" if act == "write" else f"(select {who}) > 0"
            )
            return f"(select throughline_duty()) <> '' or {own}"
        if self.kept:
            may = self._all(act, who) + (f" and {self.while_true}" if self.while_true else "")
            return may if act == "write" else f"(select throughline_duty()) <> '' or (select {who}) > 0"
        if self.writers:
            return self._all("write", who)
        if self.user:
            return self._own(act)
        if self.family and act == "write":
            theirs = f"{self.student} = any(array(select throughline_heard({who}, '{self.record_class}')))"
            own = f"{self.family} = (select {who}) and {theirs}"
            return f"(select throughline_duty()) <> '' and {self._all(act, who)} or {own}"
        if self.through and act == "see":
            others = f"{through} and not student_id = any(array(select throughline_family({who})))"
            visible = f"select guardian_id from {self.through} where {others}"  # noqa: S608 - table names of our own models
            everybody = f"{self._all(act, who)} and not (select exists (select throughline_family({who})))"
            return f"({everybody}) or id in ({visible}) or source_id = (select throughline_source({who}))"
        if self.through:
            return self._all(act, who)
        if self.column:
            return " or ".join(
                f"({self.column} = '{name}' and ({self._of_class(name).condition(act, (), who)}))"
                for name in self.classes or classes
            )
        return " or ".join(self._branches(act, who))

    def may_be_told(self) -> str:
        """This function will return the SQL that is true for rows of which the viewer and who sits behind may know."""
        untold = " || ".join(f"array(select throughline_untold({who}))" for who in (VIEWER, BEHIND))
        said = f" or {self.own} = any(array(select throughline_adults({VIEWER})))" if self.own else ""
        said += f" or {self.family} = (select {VIEWER})" if self.family else ""
        return f"not {self.student} = any({untold}){said}"

    def _own(self, act: str) -> str:
        """Rows of a person's own, or of an organization they belong to: what sight itself is worked out from.

        While one person views as another both need theirs; neither learns of a student by these rows alone.
        """
        every = f"(select throughline_all({VIEWER}, 'enrollment', '{act}')) or (select throughline_is_duty())"
        if act != "see":
            return every
        own = f"{self.user} in ((select {VIEWER}), (select {BEHIND}))"
        if self.member:
            own += f" or {self.member} = any(array(select throughline_memberships({VIEWER})))"
            own += f" or {self.member} = any(array(select throughline_memberships({BEHIND})))"
        return f"{every} or {own}"

    def _of_class(self, name: str) -> "Wall":
        return replace(self, record_class=name, column="", classes=())

    def _all(self, act: str, who: str) -> str:
        return f"(select throughline_all({who}, '{self.record_class}', '{act}'))"

    def _branches(self, act: str, who: str) -> Iterator[str]:
        arguments = f"{who}, '{self.record_class}', '{act}'"
        yield self._all(act, who)
        if self.members:
            yield f"(select {who}) = any({self.members})"
        if self.shared and act == "see":
            yield f"(select exists (select throughline_schools({arguments})))"
        if self.school:
            yield f"{self.school} = any(array(select throughline_schools({arguments})))"
        if self.provider or self.in_person:
            but = self.reads_only if act == "write" else ""
            yield f"{self.student} = any(array(select throughline_in_person({arguments}, '{but}')))"
        if self.provider:
            ours = f"{self.provider} = any(array(select throughline_memberships({who})))"
            yield f"{ours} and {self.student} = any(array(select throughline_agreed({arguments})))"
        elif self.in_person:
            return
        elif self.school and self.student:
            yield f"{self.student} = any(array(select throughline_related({arguments})))"
        elif self.student:
            yield f"{self.student} = any((select throughline_student_ids({arguments}))::bigint[])"


def walled_models() -> Iterator[tuple[type[models.Model], Wall]]:
    """This function will yield every model with a wall, its history included (which stands behind the same).

    A row of history says at which school a student was then. Who may see it goes by where the student is now, as with
    all else of a student: not by the row.
    """
    for model in apps.get_models():
        wall = getattr(model, "wall", None)
        was = getattr(getattr(model, "pgh_tracked_model", None), "wall", None)
        if isinstance(wall, Wall):
            yield model, wall
        elif isinstance(was, Wall):
            yield model, replace(was, school="") if was.student else was


# Who is looking is read from the transaction; roles, relations and rules from tables. `who` is a user's id: the
# viewer's, or that of the person who sits behind while they view as another.
_IN_DAYS = "a.starts_on <= throughline_today() and (a.ends_on is null or a.ends_on >= throughline_today())"
_IN_FORCE = """
     and (s.starts_on is null or s.starts_on <= throughline_today())
     and (s.ends_on is null or s.ends_on >= throughline_today())
     and (s.until_at is null or s.until_at > now())"""
_HOLDING = f"""{_IN_FORCE}
     and (cardinality(s.record_classes) = 0 or class = any(s.record_classes))"""
_FUNCTIONS = """
create or replace function throughline_viewer() returns bigint language sql stable as
$$ select nullif(current_setting('throughline.viewer', true), '')::bigint $$;

create or replace function throughline_behind() returns bigint language sql stable as
$$ select nullif(current_setting('throughline.behind', true), '')::bigint $$;

create or replace function throughline_duty() returns text language sql stable as
$$ select coalesce(current_setting('throughline.duty', true), '') $$;

create or replace function throughline_is_duty() returns boolean language sql stable as
$$ select coalesce(current_setting('throughline.duty', true), '') in ('relations', 'set_up') $$;

create or replace function throughline_today() returns date language sql stable as
$$ select coalesce(nullif(current_setting('throughline.today', true), '')::date, current_date) $$;

create or replace function throughline_rules(class text, act text) returns table (relation text, scope text)
language sql stable as
$$ select relation::text, scope::text from accounts_rule
   where record_class = class and case act when 'see' then may_see when 'write' then may_write else false end $$;

create or replace function throughline_all(who bigint, class text, act text) returns boolean language sql stable as
$$ select exists (
     select from throughline_rules(class, act) r where r.scope = 'district' and (
       r.relation = 'duty:' || nullif(current_setting('throughline.duty', true), '')
       or exists (
         select from accounts_roleassignment a
         where a.user_id = who and a.relation = r.relation and {in_days}))) $$;

create or replace function throughline_schools(who bigint, class text, act text) returns setof bigint
language sql stable as
$$ select a.organization_id from accounts_roleassignment a join throughline_rules(class, act) r using (relation)
   where r.scope = 'school' and a.user_id = who and a.organization_id is not null and {in_days} $$;

create or replace function throughline_memberships(who bigint) returns setof bigint language sql stable as
$$ select a.organization_id from accounts_roleassignment a
   where a.user_id = who and a.organization_id is not null and {in_days}
     and a.relation in (select relation from accounts_rule where scope = 'agreement') $$;

create or replace function throughline_agreed(who bigint, class text, act text) returns setof bigint
language sql stable as
$$ select s.student_id from students_relation s join throughline_rules(class, act) r using (relation)
   where r.scope = 'agreement' and s.organization_id in (select throughline_memberships(who)){holding} $$;

create or replace function throughline_related(who bigint, class text, act text) returns setof bigint
language sql stable as
$$ select s.student_id from students_relation s join throughline_rules(class, act) r using (relation)
   where r.scope = 'student' and s.user_id = who{holding}
   union all
   select throughline_agreed(who, class, act) $$;

create or replace function throughline_in_part(who bigint, class text, part text) returns setof bigint
language sql stable as
$$ select s.student_id from students_relation s join throughline_rules(class, 'see') r using (relation)
   where r.scope = 'agreement' and s.organization_id in (select throughline_memberships(who))
     and class || '.' || part = any(s.record_classes){in_force} $$;

create or replace function throughline_family(who bigint) returns setof bigint language sql stable as
$$ select s.student_id from students_relation s
   where s.user_id = who and s.relation in ('self', 'guardian', 'guardian_of_adult') $$;

create or replace function throughline_untold(who bigint) returns setof bigint language sql stable as
$$ select s.student_id from students_relation s where s.user_id = who and s.relation = 'not_told'
     and (s.starts_on is null or s.starts_on <= throughline_today())
     and (s.ends_on is null or s.ends_on >= throughline_today()) $$;

create or replace function throughline_heard(who bigint, class text) returns setof bigint language sql stable as
$$ select s.student_id from students_relation s join throughline_rules(class, 'write') r using (relation)
   where r.scope = 'student' and s.user_id = who
     and s.relation in ('self', 'guardian', 'guardian_of_adult'){holding}
   except
   select s.student_id from students_relation s where s.user_id = who and s.relation = 'not_heard'
     and (s.starts_on is null or s.starts_on <= throughline_today())
     and (s.ends_on is null or s.ends_on >= throughline_today()) $$;

create or replace function throughline_source(who bigint) returns text language sql stable as
$$ select nullif(u.source_id, '') from accounts_user u where u.id = who $$;

create or replace function throughline_adults(who bigint) returns setof bigint language sql stable as
$$ select g.id from students_guardian g where g.source_id = throughline_source(who) $$;

create or replace function throughline_signed() returns setof bigint language sql stable as
$$ select s.version_id from agreements_signature s $$;

create or replace function throughline_student_ids(who bigint, class text, act text) returns bigint[]
language sql stable as
$$ select array(select id from students_student
     where home_school_id = any(array(select throughline_schools(who, class, act))))
   || array(select throughline_related(who, class, act)) $$;

create or replace function throughline_in_person(who bigint, class text, act text, but text) returns setof bigint
language sql stable as
$$ select id from students_student where home_school_id = any(array(select throughline_schools(who, class, act)))
   union all
   select s.student_id from students_relation s join throughline_rules(class, act) r using (relation)
   where r.scope = 'student' and r.relation <> but and s.user_id = who{holding} $$;
"""
FUNCTIONS = _FUNCTIONS.replace("{in_days}", _IN_DAYS).replace("{holding}", _HOLDING).replace("{in_force}", _IN_FORCE)
# As these were before a viewer could have somebody behind them, and before all students of a school came at once; no
# policy uses them any more.
_GONE = (
    "".join(
        f"drop function if exists throughline_{name}(text, text);" for name in ("students", "related", "schools", "all")
    )
    + "drop function if exists throughline_students(bigint, text, text);"
)


def wall_statements(classes: tuple[str, ...]) -> Iterator[str]:
    """This function will yield the SQL that puts every wall up, replacing what stood; `force` binds the owner too.

    Three policies a table: what the viewer may see; of that, only what the person behind may see too; and what the
    viewer may change, which is nothing while somebody sits behind. A fourth where family may not be told of it.
    """
    yield FUNCTIONS
    for model, wall in walled_models():
        table = model._meta.db_table
        yield f"alter table {table} enable row level security"
        yield f"alter table {table} force row level security"
        for policy in ("see", "behind", "change", "told", "own"):
            yield f"drop policy if exists {policy} on {table}"
        see, change = wall.condition("see", classes), wall.condition("write", classes)
        change = f"(select {BEHIND}) is null and ({change})"
        yield f"create policy see on {table} for select using ({see})"
        yield f"create policy change on {table} for all using ({change}) with check ({change})"
        if not wall.user:
            also = f"(select {BEHIND}) is null or {wall.condition('see', classes, BEHIND)}"
            yield f"create policy behind on {table} as restrictive for select using ({also})"
        if wall.owner:
            yield from _owner_statements(model, wall, see, change)
        if wall.told:
            yield f"create policy told on {table} as restrictive for select using ({wall.may_be_told()})"
    yield _GONE


def _owner_statements(model: type[models.Model], wall: Wall, see: str, change: str) -> Iterator[str]:
    """Whose row it is may change it, and a trigger holds them to the columns that are theirs; history is added to."""
    table = model._meta.db_table
    own = f"(select {BEHIND}) is null and {wall.owner} = (select {VIEWER}) and ({see})"
    if hasattr(model, "pgh_tracked_model"):
        yield f"create policy own on {table} for insert with check ({own})"
        return
    yield f"create policy own on {table} for update using ({own}) with check ({own})"
    names = ", ".join(wall.owner_sets)
    columns = ", ".join(f"'{name}'" for name in wall.owner_sets)
    kept = f"to_jsonb({{row}}) - array[{columns}]"
    yield f"""create or replace function throughline_own_{table}() returns trigger language plpgsql as $own$
    begin
        if {kept.format(row="new")} is distinct from {kept.format(row="old")}
            and not exists (select from (select new.*) {table} where {change})
        then
            raise insufficient_privilege using message = 'whose row of {table} it is sets only {names}';
        end if;
        return new;
    end $own$"""
    yield f"drop trigger if exists own on {table}"
    yield f"create trigger own before update on {table} for each row execute function throughline_own_{table}()"


def build_walls(cursor: CursorWrapper, classes: tuple[str, ...]) -> None:
    """This function will put every wall up. Runs as the owner, in one transaction."""
    for statement in wall_statements(classes):
        cursor.execute(statement)
