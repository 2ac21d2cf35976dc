"""What the applications of all tests share, because it is the same in each and slow to make.

Nearly every test has an application of its own. Compiling its templates and the code by which it builds its
addresses would take longer than most tests do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


class KeptTemplates(BytecodeCache):
    """Templates as they were compiled by the first application that showed them."""

    def __init__(self) -> None:
        self.kept: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what was compiled already."""
        bucket.code = self.kept.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled now."""
        if bucket.code:
            self.kept[bucket.key] = bucket.code


@contextmanager
def compiled_once() -> Iterator[None]:
    """Compile each template once, and once the function that builds the addresses of each rule."""
    compile_builder = Rule._compile_builder
    kept: dict[tuple[object, ...], Any] = {}

    def once(rule: Rule, append_unknown: bool = True) -> Any:
        # The function is handed its rule when it is called; these are all that it is made from.
        made_from = (rule.rule, rule.host, rule.subdomain, repr(rule.defaults), append_unknown)
        if made_from not in kept:
            kept[made_from] = compile_builder(rule, append_unknown)
        return kept[made_from]

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", KeptTemplates())
        patch.setattr(Rule, "_compile_builder", once)
        yield
