"""What a district left of needs is what it leaves of supports: until now they were of one class of record."""

from django.db import migrations

from throughline.rooms.audit.api import TogetherMigration

# Who could write needs, or export them, by the table as it was shipped: of others a tightening took nothing of that.
WROTE = ("district_data", "district_admin", "district_support", "coordinator", "case_manager")
EXPORTED = ("district_data", "guardian")


def _listed(codes: tuple[str, ...]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


# A district's own reason goes with it. What takes nothing away is not carried.
CARRY = f"""
insert into accounts_tightening
    (relation, record_class, keeps_see, keeps_write, keeps_export, reason, said_by, said_at)
select relation, 'supports', keeps_see,
       keeps_see and (keeps_write or relation not in ({_listed(WROTE)})),
       keeps_see and (keeps_export or relation not in ({_listed(EXPORTED)})),
       reason, said_by, said_at
from accounts_tightening
where record_class = 'needs'
  and not (keeps_see and (keeps_write or relation not in ({_listed(WROTE)}))
           and (keeps_export or relation not in ({_listed(EXPORTED)})))
on conflict (relation, record_class) do nothing;
"""  # noqa: S608 - our own codes


class Migration(TogetherMigration):
    dependencies = [
        ("accounts", "0002_initial"),
    ]

    operations = [
        migrations.RunSQL(CARRY),
    ]
