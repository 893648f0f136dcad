"""Parameters for TypeScript notebooks in papermill.

Papermill has entry points for engines, not for translators. It imports the engines when it starts, so the engine
that this module offers brings the translator with it; notebooks run on papermill's own engine all the same.

A notebook declares its parameters with types, in a cell tagged `parameters`:

    let k: number = 800;          // number of seeds
    let methods: string[] = ["plain", "weighted"];

Papermill's cell then assigns to them, so the compiler checks name and type of what is given.
"""

import json
import math
import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

DECLARATION = re.compile(
    r"^\s*(?:export\s+)?(?:let|var|const)\s+(?P<name>[\w$]+)\s*"
    r"(?::\s*(?P<type>[^=]+?))?\s*=\s*(?P<value>.+?)\s*;?\s*(?://\s*(?P<help>.*))?$"
)


class TypeScriptTranslator(Translator):
    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_bool(cls, val):
        return "true" if val else "false"

    @classmethod
    def translate_float(cls, val):
        if math.isfinite(val):
            return repr(val)
        return "NaN" if math.isnan(val) else ("Infinity" if val > 0 else "-Infinity")

    @classmethod
    def translate_str(cls, val):
        return json.dumps(val)

    @classmethod
    def translate_dict(cls, val):
        return "{" + ", ".join(f"{json.dumps(str(k))}: {cls.translate(v)}" for k, v in val.items()) + "}"

    @classmethod
    def translate_list(cls, val):
        return "[" + ", ".join(cls.translate(v) for v in val) + "]"

    translate_tuple = translate_list

    @classmethod
    def translate_escaped_str(cls, val):
        # Whatever else YAML makes of a value (a date): its text.
        return json.dumps(str(val))

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"{name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        found = []
        for line in parameters_cell["source"].splitlines():
            match = DECLARATION.match(line)
            if match:
                found.append(
                    Parameter(
                        name=match["name"],
                        inferred_type_name=match["type"] or "None",
                        default=match["value"],
                        help=match["help"] or "",
                    )
                )
        return found


class TypeScriptEngine(NBClientEngine):
    """Papermill's own engine under another name: the entry point that brings the translator."""


papermill_translators.register("typescript", TypeScriptTranslator)
