"""Reads a JSON list of {kind, text} from stdin and prints the JSON list of what each literal means."""

import ast
import json
import sys
import tomllib


def meaning(kind: str, text: str) -> object:
    if kind == "python":
        return ast.literal_eval(text)
    return tomllib.loads(f"x = {text}\n")["x"]


json.dump([meaning(item["kind"], item["text"]) for item in json.load(sys.stdin)], sys.stdout)
