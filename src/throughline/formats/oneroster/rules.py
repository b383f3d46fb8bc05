"""What a OneRoster package must keep to beyond the rules of CSV.

**Source** 1EdTech OneRoster 1.1.1 CSV tables and 1.2.1 CSV binding: manifest, bulk and delta, references.
"""

from typing import Final

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop

_ERROR, _WARNING, _NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE

# What was given is no OneRoster package

NOT_THERE: Final = Rule(
    "package.not_there",
    _ERROR,
    gettext_noop("There is no file or folder at that place."),
    gettext_noop("Check the path."),
)
NEITHER: Final = Rule(
    "package.neither_zip_nor_folder",
    _ERROR,
    gettext_noop("This is neither a zip nor a folder, and so no OneRoster package."),
    gettext_noop("Send the zip that the student information system exports."),
)
NOT_A_PACKAGE: Final = Rule(
    "package.not_oneroster",
    _ERROR,
    gettext_noop("This is not a OneRoster package but a file of another kind: {found}."),
    gettext_noop("Export OneRoster 1.1 or 1.2 CSV from the student information system and send its zip."),
)
ONE_FILE: Final = Rule(
    "package.one_file",
    _ERROR,
    gettext_noop("This is one CSV file, and a OneRoster package is several with a manifest.csv."),
    gettext_noop("Send the whole zip, or the folder that holds manifest.csv."),
)
EMPTY_PACKAGE: Final = Rule(
    "package.empty",
    _ERROR,
    gettext_noop("There is nothing in it: no manifest.csv and no roster file."),
    gettext_noop("Export the package again."),
)
NO_ROSTER_FILES: Final = Rule(
    "package.no_roster_files",
    _ERROR,
    gettext_noop("None of the files in it is a OneRoster file. Found: {found}."),
    gettext_noop("Export OneRoster 1.1 or 1.2 CSV from the student information system and send its zip."),
)
LOOK_ALIKE: Final = Rule(
    "package.look_alike",
    _ERROR,
    gettext_noop("These files look like a roster and are {found}, not OneRoster."),
    gettext_noop("Ask the same system for its OneRoster 1.1 or 1.2 CSV export, with a manifest.csv."),
)
VERSION_1_0: Final = Rule(
    "package.version_1_0",
    _ERROR,
    gettext_noop("This is OneRoster 1.0, which names its columns otherwise and cannot tell bulk from delta."),
    gettext_noop("Choose OneRoster 1.1 or 1.2 in the student information system's export settings."),
)
VERSION_UNKNOWN: Final = Rule(
    "package.version_unknown",
    _ERROR,
    gettext_noop("The manifest says OneRoster version “{value}”; 1.1 and 1.2 can be read."),
    gettext_noop("Choose OneRoster 1.1 or 1.2 in the student information system's export settings."),
)
MANIFEST_MISSING: Final = Rule(
    "package.manifest_missing",
    _ERROR,
    gettext_noop("There is no manifest.csv, which says the version and which files count."),
    gettext_noop("Export the package again as OneRoster 1.1 or 1.2; both put a manifest.csv beside the files."),
)

# The archive itself

NOT_READABLE: Final = Rule(
    "package.not_readable",
    _ERROR,
    gettext_noop("The zip could not be opened: it is broken or cut short."),
    gettext_noop("Make the zip again, or send the files in a folder."),
)
UNSAFE_NAME: Final = Rule(
    "package.unsafe_name",
    _ERROR,
    gettext_noop("The zip holds a file that would be written outside its folder: {value}. Nothing was read."),
    gettext_noop("Find out who made this zip before you use anything from it."),
)
LINK: Final = Rule(
    "package.link",
    _ERROR,
    gettext_noop("{value} is a link to another place and not a file. Nothing was read."),
    gettext_noop("Put the file itself in its place."),
)
TOO_MANY_FILES: Final = Rule(
    "package.too_many_files",
    _ERROR,
    gettext_noop("The zip holds {found} files; a package has {limit} at most. Nothing was read."),
    gettext_noop("Send the roster's own zip and nothing else in it."),
)
TOO_LARGE: Final = Rule(
    "package.too_large",
    _ERROR,
    gettext_noop("Unpacked, the zip would be {found} MB; at most {limit} MB is taken. Nothing was read."),
    gettext_noop("If the district is truly that large, have an administrator raise the limit."),
)
TOO_DENSE: Final = Rule(
    "package.too_dense",
    _ERROR,
    gettext_noop("{value} unpacks to {found} times its size, as no roster does. Nothing was read."),
    gettext_noop("Find out who made this zip; send the files in a folder if they are right."),
)
NAME_TWICE: Final = Rule(
    "package.name_twice",
    _ERROR,
    gettext_noop("{value} is in the zip twice. Nothing was read."),
    gettext_noop("Make the zip again with one of the two."),
)
ENCRYPTED: Final = Rule(
    "package.encrypted",
    _ERROR,
    gettext_noop("{value} is locked with a password. Nothing was read."),
    gettext_noop("Send the zip without a password, over a connection that is itself protected."),
)
COMPRESSION: Final = Rule(
    "package.compression",
    _ERROR,
    gettext_noop("{value} is packed in a way that is not read here."),
    gettext_noop("Make the zip again with ordinary (deflate) compression."),
)
IN_FOLDER: Final = Rule(
    "package.in_folder",
    _WARNING,
    gettext_noop("The files lie in the folder {value} within the zip; they were read there."),
    gettext_noop("Nothing to do; the standard wants them at the top."),
)
FILE_PASSED_OVER: Final = Rule(
    "package.file_passed_over",
    _NOTICE,
    gettext_noop("{file} is no file of the standard and was not read."),
    gettext_noop("Nothing to do."),
)
NOT_FOR_ROSTERS: Final = Rule(
    "package.not_for_rosters",
    _NOTICE,
    gettext_noop("{file} holds grades, resources or sign-in profiles, which a roster does not need. It was not read."),
    gettext_noop("Nothing to do."),
)

# The manifest

MANIFEST_HEADER: Final = Rule(
    "manifest.header",
    _ERROR,
    gettext_noop("The manifest must start with the header propertyName,value."),
    gettext_noop("Export the package again."),
)
MANIFEST_ROW: Final = Rule(
    "manifest.row",
    _ERROR,
    gettext_noop("A row of the manifest must have a name and a value, and no more."),
    gettext_noop("Correct the row."),
)
MANIFEST_TWICE: Final = Rule(
    "manifest.twice",
    _ERROR,
    gettext_noop("The manifest says {value} twice."),
    gettext_noop("Remove one of the two rows."),
)
MANIFEST_UNKNOWN: Final = Rule(
    "manifest.unknown",
    _NOTICE,
    gettext_noop("The manifest names {value}, which the standard does not know."),
    gettext_noop("Nothing to do."),
)
MANIFEST_VERSION: Final = Rule(
    "manifest.version",
    _WARNING,
    gettext_noop("manifest.version is “{value}” where 1.0 is expected."),
    gettext_noop("Nothing to do."),
)
MANIFEST_LEFT_OUT: Final = Rule(
    "manifest.left_out",
    _WARNING,
    gettext_noop("The manifest does not name file.{value}; it is taken as absent."),
    gettext_noop("Nothing to do, unless the file was meant to be read."),
)
MODE_UNKNOWN: Final = Rule(
    "manifest.mode",
    _ERROR,
    gettext_noop("{column} is “{value}”; it must be absent, bulk or delta, in small letters."),
    gettext_noop("Correct the manifest."),
)
FILE_MISSING: Final = Rule(
    "manifest.file_missing",
    _ERROR,
    gettext_noop("The manifest promises {file}, and it is not there."),
    gettext_noop("Add the file, or name it absent in the manifest."),
)
FILE_MISSING_CASE: Final = Rule(
    "manifest.file_missing_case",
    _ERROR,
    gettext_noop("The manifest promises {file}, and there is only {value}: capitals matter in file names."),
    gettext_noop("Rename the file to {file}."),
)
FILE_NOT_NAMED: Final = Rule(
    "manifest.file_not_named",
    _NOTICE,
    gettext_noop("{file} is there, and the manifest does not count it. It was not read."),
    gettext_noop("Nothing to do, unless the file was meant to be read."),
)
NOTHING_TO_READ: Final = Rule(
    "manifest.nothing_to_read",
    _WARNING,
    gettext_noop("The manifest names every roster file as absent: there is nothing to import."),
    gettext_noop("Check the export if you expected people in it."),
)
ROLES_MISSING: Final = Rule(
    "manifest.roles_missing",
    _ERROR,
    gettext_noop("users.csv is there and roles.csv is not: in 1.2 nobody would have a role."),
    gettext_noop("Export roles.csv as well."),
)

# Columns and cells

EXTENSION: Final = Rule(
    "oneroster.extension",
    _NOTICE,
    gettext_noop("{column} is an extension. It is kept out until someone maps it, with purpose and consent."),
    gettext_noop("Nothing to do."),
)
OLD_COLUMN: Final = Rule(
    "oneroster.old_column",
    _WARNING,
    gettext_noop("{column} is the name that OneRoster 1.0 used for {wanted}. It is not read."),
    gettext_noop("Have the system export OneRoster 1.1 or 1.2 as the standard writes it."),
)
OTHER_VERSION: Final = Rule(
    "oneroster.other_version",
    _WARNING,
    gettext_noop("{column} is a column of OneRoster {other}, and this is {version}. It is not read."),
    gettext_noop("Nothing to do, unless the version in the manifest is wrong."),
)
COLUMN_CAPITALS: Final = Rule(
    "oneroster.column_capitals",
    _WARNING,
    gettext_noop("{column} is not read: in OneRoster it is written {wanted}, and capitals matter."),
    gettext_noop("Rename the column to {wanted}."),
)
COLUMN_ORDER: Final = Rule(
    "oneroster.column_order",
    _WARNING,
    gettext_noop("The columns are not in the order of the standard. They were read by their names."),
    gettext_noop("Nothing to do."),
)
PASSWORD_DROPPED: Final = Rule(
    "oneroster.password_dropped",
    _NOTICE,
    gettext_noop("The column {column} is never read or stored."),
    gettext_noop("Nothing to do; leaving its cells blank is safer."),
)
FILLED_IN_BULK: Final = Rule(
    "oneroster.filled_in_bulk",
    _WARNING,
    gettext_noop("{column} is filled in a bulk file, where it means nothing. It was passed over."),
    gettext_noop("Nothing to do."),
)
DELETED_IN_BULK: Final = Rule(
    "oneroster.deleted_in_bulk",
    _WARNING,
    gettext_noop("The row says tobedeleted in a bulk file, which lists what is. It is taken as ended."),
    gettext_noop("Leave the row out of a bulk export."),
)
INACTIVE: Final = Rule(
    "oneroster.inactive",
    _ERROR,
    gettext_noop("The status inactive is of OneRoster 1.0; it does not say whether the row has ended."),
    gettext_noop("Use active or tobedeleted in a delta file; leave the row out of a bulk file."),
)

NO_CHANGES: Final = Rule(
    "oneroster.no_changes",
    _NOTICE,
    gettext_noop("The delta file has a header and no rows: nothing changed in it."),
    gettext_noop("Nothing to do."),
)

# Across rows and files

TWICE: Final = Rule(
    "oneroster.twice",
    _ERROR,
    gettext_noop("The id {value} stands on more than one row with different cells. None of them is taken."),
    gettext_noop("Keep the row that is right."),
)
SAME_TWICE: Final = Rule(
    "oneroster.same_twice",
    _WARNING,
    gettext_noop("The row with the id {value} is there more than once, word for word. One is taken."),
    gettext_noop("Nothing to do."),
)
EARLIER_CHANGE: Final = Rule(
    "oneroster.earlier_change",
    _NOTICE,
    gettext_noop("The id {value} changes more than once in this file; its latest change is taken."),
    gettext_noop("Nothing to do."),
)
REFERENCE_MISSING: Final = Rule(
    "oneroster.reference_missing",
    _ERROR,
    gettext_noop("{column} names {value}, and {target} has no row with that id that can be taken."),
    gettext_noop("Add that row to {target}, or correct {column}."),
)
REFERENCE_LEFT_OUT: Final = Rule(
    "oneroster.reference_left_out",
    _WARNING,
    gettext_noop("{column} names {value}, and {target} has no row with that id. The row is taken without it."),
    gettext_noop("Add that row to {target}, or leave {column} blank."),
)
TARGET_ABSENT: Final = Rule(
    "oneroster.target_absent",
    _WARNING,
    gettext_noop("{column} names rows of {target}, which is not in the package. It was not checked."),
    gettext_noop("Send {target} as well if the system can export it."),
)
OWN_PARENT: Final = Rule(
    "oneroster.own_parent",
    _WARNING,
    gettext_noop("The row names itself as its parent. It is taken as having none."),
    gettext_noop("Leave {column} blank at the top."),
)
CIRCLE: Final = Rule(
    "oneroster.circle",
    _ERROR,
    gettext_noop("Parents go round in a circle: {circle}."),
    gettext_noop("Correct {column} on one of these rows."),
)
TWO_PRIMARY_ROLES: Final = Rule(
    "oneroster.two_primary_roles",
    _WARNING,
    gettext_noop("The user {value} has more than one primary role in the same organization."),
    gettext_noop("Make all but one of them secondary."),
)
WITHOUT_ROLE: Final = Rule(
    "oneroster.without_role",
    _WARNING,
    gettext_noop("The user has no row in roles.csv, so nothing is known of what they are."),
    gettext_noop("Add a row for the user to roles.csv."),
)
