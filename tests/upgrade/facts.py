"""What a database is and what it holds, as facts to compare two databases by, told by PostgreSQL's catalog alone."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

import psycopg
from psycopg import sql

Connection = psycopg.Connection[tuple[object, ...]]
Fact = tuple[str, ...]

# In which order columns stand, and how it is called that one may not be null, makes no difference to anybody. Each part
# is text from the first row on: a name there would cut all below it to 63 letters.
_OURS = "public'::regnamespace"
_SHAPE = f"""
select 'table', relname::text, relkind::text, pg_get_userbyid(relowner)::text, relrowsecurity::text,
    relforcerowsecurity::text, (select string_agg(acl::text, ' ' order by acl::text) from unnest(relacl) acl)
from pg_class where relnamespace = '{_OURS} and relkind in ('r', 'p', 'v', 'm', 'S')
union all
select 'column', relname, attname, format_type(atttypid, atttypmod), attnotnull::text,
    concat_ws(' ', attidentity, attgenerated, collname, pg_get_expr(adbin, adrelid)), attacl::text
from pg_class c join pg_attribute a on attrelid = c.oid left join pg_attrdef d on adrelid = c.oid and adnum = attnum
left join pg_collation l on l.oid = attcollation
where relnamespace = '{_OURS} and relkind in ('r', 'p', 'v', 'm') and attnum > 0 and not attisdropped
union all
select 'view', relname, pg_get_viewdef(oid), reloptions::text, null, null, null
from pg_class where relnamespace = '{_OURS} and relkind in ('v', 'm')
union all
select 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid::text, null, null, null
from pg_index join pg_class c on c.oid = indrelid where relnamespace = '{_OURS}
union all
select 'constraint', relname, conname, pg_get_constraintdef(r.oid), convalidated::text, null, null
from pg_constraint r join pg_class c on c.oid = conrelid where connamespace = '{_OURS} and contype <> 'n'
union all
select 'trigger', relname, tgname, pg_get_triggerdef(t.oid), tgenabled::text, null, null
from pg_trigger t join pg_class c on c.oid = tgrelid where relnamespace = '{_OURS} and not tgisinternal
union all
select 'function', p.oid::regprocedure::text, pg_get_functiondef(p.oid), pg_get_userbyid(proowner),
    (select string_agg(acl::text, ' ' order by acl::text) from unnest(proacl) acl), obj_description(p.oid), null
from pg_proc p where pronamespace = '{_OURS} and prokind in ('f', 'p')
union all
select 'policy', tablename, policyname, permissive, roles::text, cmd, concat_ws(' with check ', qual, with_check)
from pg_policies where schemaname = 'public'
union all
select 'sequence', seqrelid::regclass::text, seqtypid::regtype::text, seqincrement::text, seqstart::text,
    seqcycle::text, (select concat_ws('.', refobjid::regclass::text, attname) from pg_depend join pg_attribute
        on attrelid = refobjid and attnum = refobjsubid where objid = seqrelid and deptype in ('a', 'i'))
from pg_sequence join pg_class c on c.oid = seqrelid where relnamespace = '{_OURS}
union all
select 'type', typname, enumlabel, row_number() over (partition by enumtypid order by enumsortorder)::text,
    null, null, null
from pg_type t join pg_enum e on enumtypid = t.oid
union all
select 'extension', extname, null, null, null, null, null from pg_extension
"""  # noqa: S608 - words of ours
_TABLES = "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1"
_COLUMNS = """
select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attname"""


def shape(connection: Connection) -> set[Fact]:
    """This function will tell tables, columns, views, indexes, constraints, triggers, functions, policies, privileges,
    sequences and types, each as one fact, in words of the catalog."""
    return {tuple(_plain(str(part)) for part in row if part is not None) for row in connection.execute(_SHAPE)}


def _plain(text: str) -> str:
    """A list of words reads otherwise once it has been through a back-up: each word is cast there, not all together."""
    return re.sub(r"[()]|::character varying|::text(\[\])?", "", text) if "::character varying" in text else text


def tables(connection: Connection) -> dict[str, list[str]]:
    """This function will list the tables, each with its columns by name."""
    names = [str(name) for (name,) in connection.execute(_TABLES).fetchall()]
    return {name: [str(column) for (column,) in connection.execute(_COLUMNS, (name,))] for name in names}


def rows(
    connection: Connection, table: str, columns: Collection[str], put: Mapping[str, str] | None = None
) -> Counter[str]:
    """This function will give a table's rows, each as the digest of these columns, with how often it stands there.

    `put` says by SQL what a column is taken to be.
    """
    parts = [sql.SQL((put or {})[name]) if name in (put or {}) else sql.Identifier(name) for name in columns]
    asked = sql.SQL("select md5(row({})::text), count(*)::integer from {} group by 1")
    found = connection.execute(asked.format(sql.SQL(", ").join(parts), sql.Identifier(table))).fetchall()
    return Counter({str(digest): int(str(n)) for digest, n in found})


def everything(connection: Connection) -> Iterator[tuple[str, Counter[str]]]:
    """This function will give every row of every table."""
    for table, columns in tables(connection).items():
        yield table, rows(connection, table, columns)
