"""The compiler in a process of its own, so that no paper can hold up or swell the one that serves pages.

Run by path, not imported: it reads one JSON object from its input and writes the document to its output. It
reads no file but the template and fonts, and says nothing of what a paper holds, not even where it fails.
"""

import json
import resource
import sys
from pathlib import Path

import typst

HERE = Path(__file__).parent
CANNOT_SET, OTHER = 3, 4
_MOST_BYTES, _MOST_SECONDS = 3 << 30, 30


def main() -> int:
    """This function will write the paper asked for, and return 0, or which way it failed."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    asked = json.load(sys.stdin.buffer)
    try:
        made = typst.compile(
            HERE / "paper.typ",
            root=HERE,
            format="pdf",
            font_paths=typst.Fonts(include_system_fonts=asked["all_fonts"], font_paths=[HERE / "fonts"]),
            sys_inputs={"paper": json.dumps(asked["paper"])},
            pdf_standards="ua-1",
            package_path=HERE / "packages",  # there are none, here or anywhere
            package_cache_path=HERE / "packages",
            timestamp=asked["paper"]["at"],
        )
    except typst.TypstError as error:
        return CANNOT_SET if "could not be displayed" in error.message else OTHER
    sys.stdout.buffer.write(made[0] if isinstance(made, list) else made or b"")
    return 0


if __name__ == "__main__":
    sys.exit(main())
