"""Calls functions of a compatibility module, as the JSON on stdin says.

``[["name", argument, …], …]`` becomes ``[{"result": …} or {"raised": "…"}, …]``. An argument ``{"$exception": […]}``
is built first: see ``exception``. That no argument is changed is checked at every call.
"""

import ast
import copy
import dataclasses
import importlib.util
import json
import sys


class Response:
    def __init__(self, status_code, text, headers=()):
        self.status_code, self.text, self.headers = status_code, text, dict(headers)


class UnreadResponse:
    status_code, headers = 503, {}

    @property
    def text(self):
        raise RuntimeError("the body was not read")


class APIStatusError(Exception):
    """As in the `openai` package: the response, and the inner part of the body."""

    def __init__(self, message, response, body):
        super().__init__(message)
        self.response, self.status_code, self.body = response, response.status_code, body


class APIError(Exception):
    """As in the `openai` package for an error in the middle of a stream."""

    def __init__(self, message, body):
        super().__init__(message)
        self.body = body


class APITimeoutError(Exception):
    pass


class HTTPStatusError(Exception):
    """As in `httpx` and `requests`."""

    def __init__(self, message, response):
        super().__init__(message)
        self.response = response


class Reply:
    """As in the `openai` package: an object that can be dumped and built again."""

    def __init__(self, **values):
        self.values = values

    def model_dump(self, exclude_unset=False):
        assert exclude_unset
        return self.values

    @classmethod
    def construct(cls, **values):
        return cls(**values)


def exception(kind, *arguments):
    if kind == "status":
        status, body, headers = arguments
        text = body if isinstance(body, str) else json.dumps(body)
        inner = body.get("error", body) if isinstance(body, dict) else body
        return APIStatusError(f"Error code: {status}", Response(status, text, headers.items()), inner)
    if kind == "stream":
        return APIError("An error occurred during streaming", arguments[0])
    if kind == "http":
        return HTTPStatusError("Server error", Response(*arguments))
    if kind == "unread":
        return HTTPStatusError("Server error", UnreadResponse())
    if kind == "timeout":
        return APITimeoutError("Request timed out.")
    if kind == "connection":
        return ConnectionRefusedError(111, "Connection refused")
    return ValueError("a mistake of the program")


def built(argument):
    if isinstance(argument, dict) and "$exception" in argument:
        return exception(*argument["$exception"])
    if isinstance(argument, dict) and "$reply" in argument:
        return Reply(**argument["$reply"])
    if isinstance(argument, dict) and "$bytes" in argument:
        return argument["$bytes"].encode("utf-8")
    return argument


def plain(result, argument):
    if isinstance(result, Reply):
        return {"$reply": result.values}
    if dataclasses.is_dataclass(result):
        fields = {field.name: getattr(result, field.name) for field in dataclasses.fields(result)}
        if "raw" in fields:
            fields["raw"] = fields["raw"] is argument
        return fields
    return result


def called(module, name, arguments):
    arguments = [built(argument) for argument in arguments]
    before = copy.deepcopy([argument for argument in arguments if isinstance(argument, (dict, list))])
    try:
        result = getattr(module, name)(*arguments)
    except Exception as error:
        return {"raised": f"{type(error).__name__}: {error}"}
    after = [argument for argument in arguments if isinstance(argument, (dict, list))]
    assert before == after, f"{name} changed its argument"
    return {"result": plain(result, arguments[0] if arguments else None)}


def main():
    path = sys.argv[1]
    with open(path, encoding="utf-8") as file:
        ast.parse(file.read(), feature_version=(3, 9))
    spec = importlib.util.spec_from_file_location("layer", path)
    module = importlib.util.module_from_spec(spec)
    # Where classes of the module look for their annotations.
    sys.modules["layer"] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        json.dump({"start": f"{type(error).__name__}: {error}"}, sys.stdout)
        return
    # ASCII, so that halves of surrogate pairs survive.
    json.dump([called(module, name, arguments) for name, *arguments in json.load(sys.stdin)], sys.stdout)


main()
