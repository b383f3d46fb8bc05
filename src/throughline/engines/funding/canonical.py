"""One way to write a value down, so that equal values have equal digests on any machine, in any year."""

import hashlib
import json
from collections.abc import Mapping, Sequence

_PLAIN = (str, bool, int, type(None))
Plain = str | bool | int | None | Sequence["Plain"] | Mapping[str, "Plain"]


def canonical_json(value: Plain) -> str:
    """This function will write `value` as JSON with sorted keys, no spaces and no escapes but the needed.

    **Raises** `TypeError` for a float: a fraction has many spellings, so money is cents and shares are text.

    **Example**

    >>> canonical_json({"b": [1, True], "a": "ñ"})
    '{"a":"ñ","b":[1,true]}'
    """
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(value: Plain) -> str:
    """This function will return the SHA-256 of the canonical JSON of `value`.

    **Example**

    >>> digest_of({})
    'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    """
    return "sha256:" + hashlib.sha256(canonical_json(value).encode()).hexdigest()


def _refuse_floats(value: object) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key is text in canonical JSON, not {type(key).__name__}")
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
    elif not isinstance(value, _PLAIN):
        raise TypeError(f"{type(value).__name__} has no canonical form; use text, whole numbers, lists or maps")
