"""What the database does so that rows of the audit are chained: SQL for the migration that puts it there.

Each row is given its digest as it is added; nothing waits for that. As its transaction commits, one link is made for
all it added, under a lock that is held for the length of the commit alone: a long import holds nobody up.
A field goes into a digest with its length before it, so that no two rows have the same content.
The migration uses this as it stands: a field more needs a migration of its own, and a digest that names its fields.
"""

_FIELDS = {
    "audit_auditrecord": ("by_user_id", "by_name", "act", "noun", "object_id", "details"),
    "audit_disclosure": ("viewer_id", "viewer_name", "student_id", "record_class", "place", "basis"),
}


def parts_of(table: str, row: str) -> list[str]:
    """This function will list the SQL of each field that goes into a row's digest, as text, in order."""
    fields = [f"{row}.{name}::text" for name in ("id", "batch", "step", *_FIELDS[table])]
    return [*fields[:3], f"(extract(epoch from {row}.at) * 1000000)::bigint::text", *fields[3:]]


def _digest_function(table: str) -> str:
    content = " || ".join(f"audit_part({part})" for part in parts_of(table, "($1)"))
    return f"""
create function {table}_digest({table}) returns bytea language sql stable as
$$ select sha256(convert_to({content}, 'UTF8')) $$;

create function {table}_seal() returns trigger language plpgsql as $$
declare held text := coalesce(current_setting('throughline.audit_batch', true), '');
begin
  if held = '' then
    new.batch := nextval('audit_batch');
    new.step := 1;
  else
    new.batch := split_part(held, ':', 1)::bigint;
    new.step := split_part(held, ':', 2)::integer + 1;
  end if;
  perform set_config('throughline.audit_batch', new.batch || ':' || new.step, true);
  new.digest := {table}_digest(new);
  return new;
end $$;
"""


def _triggers(table: str) -> str:
    return f"""
create trigger seal before insert on {table} for each row execute function {table}_seal();
create constraint trigger link after insert on {table} deferrable initially deferred
  for each row when (new.step = 1) execute function audit_link_batch();
"""


_LINKING = """
create sequence audit_batch;

create function audit_part(value text) returns text language sql immutable as
$$ select coalesce(octet_length(value)::text || ':' || value, '-') $$;

create function audit_make_link(of_batch bigint) returns void language plpgsql as $$
declare
  head record;
  made timestamptz := clock_timestamp();
  body bytea;
  n integer;
  number bigint;
begin
  perform pg_advisory_xact_lock(hashtext('throughline.audit_link'));
  select seq, digest into head from audit_link order by seq desc limit 1;
  number := coalesce(head.seq, 0) + 1;
  select count(*), string_agg(sealed.digest, ''::bytea order by sealed.step) into n, body from (
    select digest, step from audit_auditrecord where batch = of_batch
    union all select digest, step from audit_disclosure where batch = of_batch) sealed;
  insert into audit_link (seq, batch, n_rows, at, previous, digest) values (
    number, of_batch, n, made, coalesce(head.digest, ''::bytea),
    sha256(coalesce(head.digest, ''::bytea) || convert_to(
      audit_part(number::text) || audit_part(of_batch::text) || audit_part(n::text)
      || audit_part((extract(epoch from made) * 1000000)::bigint::text), 'UTF8') || coalesce(body, ''::bytea)));
end $$;

create function audit_link_batch() returns trigger language plpgsql as $$
begin
  perform set_config('throughline.audit_batch', '', true);
  perform audit_make_link(new.batch);
  return null;
end $$;
"""

FUNCTIONS = _LINKING + "".join(map(_digest_function, _FIELDS))
TRIGGERS = "".join(map(_triggers, _FIELDS))
TABLES = tuple(_FIELDS)
