"""Parameters for TypeScript notebooks in papermill.

Papermill has entry points for engines, not for translators. It imports the engines when it starts, so the engine
that this module offers brings the translator with it; notebooks run on papermill's own engine all the same.

A notebook declares its parameters with types, in a cell tagged `parameters`:

    let k: number = 800;          // number of seeds
    let methods: string[] = ["plain", "weighted"];

Papermill's cell then assigns to them, so the compiler checks name and type of what is given. In a notebook without such
a cell papermill's goes first, and declares what is given.
"""

import json
import math
import re
import sys

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators
from papermill.utils import find_first_tagged_cell_index

DECLARATION = re.compile(r"(?:export\s+)?(?:let|var|const)\s+(?=[\w$])")
NAME = re.compile(r"\s*([\w$]+)\s*")
HELP = re.compile(r"[ \t]*;?[ \t]*//[ \t]*(.*)")
CLOSING = {"(": ")", "[": "]", "{": "}"}
# A line that ends or begins so goes on.
GOES_ON = re.compile(r"[=+\-*/%&|^<>?:,.!~(\[{]$")
CONTINUES = re.compile(r"\s*([.?:+\-*%&|^<>=,)\]}]|/(?![/*])|(in|instanceof|as|satisfies)\b)")

# Type arguments of a call: `new Map<string, number>(`.
TYPE_ARGUMENTS = re.compile(r"(?<=[\w$])<[\w\s$,.|&\[\]<>{}:;\"']*>(?=\()")


def end_of_quote(source, at):
    """Behind the string or template that begins here."""
    quote = source[at]
    at += 1
    while at < len(source) and source[at] != quote:
        if source[at] == "\\":
            at += 2
        elif quote == "`" and source.startswith("${", at):
            at = end_of_bracket(source, at + 1)
        else:
            at += 1
    return at + 1


def end_of_regex(source, at):
    """Behind the regular expression that begins here."""
    in_class = False
    at += 1
    while at < len(source) and source[at] != "\n" and (in_class or source[at] != "/"):
        in_class = source[at] == "[" or (in_class and source[at] != "]")
        at += 2 if source[at] == "\\" else 1
    return at + 1


def end_of_bracket(source, at):
    """Behind the bracket that closes the one here."""
    closing = CLOSING[source[at]]
    at += 1
    while at < len(source) and source[at] != closing:
        at = after(source, at)
    return at + 1


def after(source, at):
    """Behind the piece that begins here: a text, a comment, a bracket with all in it, else one character."""
    c = source[at]
    if c in "\"'`":
        return end_of_quote(source, at)
    if source.startswith("//", at):
        end = source.find("\n", at)
        return len(source) if end < 0 else end
    if source.startswith("/*", at):
        end = source.find("*/", at + 2)
        return len(source) if end < 0 else end + 2
    if c == "/" and re.search(r"(^|[=(\[{,:;!&|?+\-*%<>~^]|\breturn)\s*$", source[:at]):
        return end_of_regex(source, at)
    return end_of_bracket(source, at) if c in CLOSING else at + 1


def end_of_type(source, at):
    """Where a type ends: at the `=` of its value, not at that of an arrow."""
    while at < len(source) and source[at] not in "=,;":
        if source.startswith("=>", at):
            at += 2
        elif source[at] == "<":
            depth = 1
            at += 1
            while at < len(source) and depth > 0:
                depth += {"<": 1, ">": -1}.get(source[at], 0) if not source.startswith("=>", at) else 0
                at = at + 2 if source.startswith("=>", at) else after(source, at)
        else:
            at = after(source, at)
        if source.startswith("=>", at):
            at += 2
    return at


def end_of_value(source, at):
    """Where an expression ends: at `,`, `;`, a comment behind it, or at the end of a line that does not go on."""
    start = at
    while at < len(source) and source[at] not in ",;":
        if source.startswith("//", at) and not GOES_ON.search(source[start:at].rstrip()):
            rest = source[after(source, at) :]
            if not CONTINUES.match(rest):
                break
        if source[at] == "\n" and source[start:at].strip():
            if not GOES_ON.search(source[start:at].rstrip()) and not CONTINUES.match(source[at:]):
                break
        arguments = TYPE_ARGUMENTS.match(source, at)
        at = arguments.end() if arguments else after(source, at)
    return at


def one_line(text):
    """The text on one line, without its comments."""
    pieces, at = [], 0
    while at < len(text):
        comment = text.startswith(("//", "/*"), at)
        # Inside of brackets there may be comments as well.
        end = at + 1 if text[at] in CLOSING else after(text, at)
        pieces.append("" if comment else text[at:end])
        at = end
    return re.sub(r"\s*\n\s*", " ", "".join(pieces).strip())


def declarators(source, at):
    """The declarators `name: type = value` from here on, and where their statement ends."""
    found = []
    while True:
        match = NAME.match(source, at)
        if not match:
            return found, at
        at, kind = match.end(), "None"
        if source.startswith(":", at):
            end = end_of_type(source, at + 1)
            kind, at = one_line(source[at + 1 : end]), end
        value = "undefined"
        if source.startswith("=", at):
            end = end_of_value(source, at + 1)
            value, at = one_line(source[at + 1 : end]), end
        found.append((match[1], kind, value))
        if not source.startswith(",", at):
            return found, at
        at += 1


def declarations(source):
    """What a cell declares at its top level: (name, type or "None", value, help)."""
    at = 0
    while at < len(source):
        match = DECLARATION.match(source, at) if at == 0 or not re.match(r"[\w$.]", source[at - 1]) else None
        if not match:
            at = after(source, at)
            continue
        found, at = declarators(source, match.end())
        note = HELP.match(source, at)
        for name, kind, value in found:
            yield name, kind, value, note[1].strip() if note else ""


def notebook_at_hand():
    """The notebook that papermill puts parameters into just now: it does not tell translators of it."""
    frame = sys._getframe(1)
    while frame and frame.f_code.co_name != "parameterize_notebook":
        frame = frame.f_back
    return frame and frame.f_locals.get("nb")


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
    def codify(cls, parameters, comment="Parameters"):
        """Assigns what a cell tagged `parameters` declares, so that types are checked; without one, declares it."""
        nb = notebook_at_hand()
        index = -1 if nb is None else find_first_tagged_cell_index(nb, "parameters")
        if nb is not None and index < 0:
            lines = [f"let {cls.assign(name, cls.translate(value))}" for name, value in parameters.items()]
        else:
            known = None if nb is None else {name for name, *_ in declarations(nb.cells[index]["source"])}
            lines = [cls.assignment(name, cls.translate(value), known) for name, value in parameters.items()]
        return "\n".join([cls.comment(comment), *lines, ""])

    @classmethod
    def assignment(cls, name, value, known):
        line = cls.assign(name, value)
        if known is None or name in known:
            return line
        return f'{line} // not declared: add "let {line}" to the cell tagged "parameters"'

    @classmethod
    def inspect(cls, parameters_cell):
        return [
            Parameter(name=name, inferred_type_name=kind, default=value, help=note)
            for name, kind, value, note in declarations(parameters_cell["source"])
        ]


class TypeScriptEngine(NBClientEngine):
    """Papermill's own engine under another name: the entry point that brings the translator."""


papermill_translators.register("typescript", TypeScriptTranslator)
