# Reads recorded requests with openapi-core, and writes what it has decoded as JSON.
import io
import json
import sys
import warnings
from urllib.parse import unquote

from openapi_core import Config, OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict
from werkzeug.wrappers import Request

warnings.simplefilter("ignore")


class Parameters(RequestParameters):
    """Parameters whose path variables are decoded one by one, so that a value may contain a slash.

    openapi-core expects the variables of the styles `label` and `matrix` under the names of RFC 6570, although the
    templates of OpenAPI do not have its operators.
    """

    def __setattr__(self, key, value):
        if key == "path":
            variables = {name: unquote(text) for name, text in value.items()}
            value = dict(variables)
            for name, text in variables.items():
                for styled in (f".{name}", f".{name}*", f";{name}", f";{name}*"):
                    value[styled] = text
        super().__setattr__(key, value)


class RecordedRequest(WerkzeugOpenAPIRequest):
    def __init__(self, recorded):
        path, _, query = recorded["target"].partition("?")
        body = bytes(recorded["body"])
        headers = recorded["headers"]
        environ = {
            "REQUEST_METHOD": recorded["method"],
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "CONTENT_LENGTH": str(len(body)),
        }
        for name, value in headers:
            if name.lower() == "content-type":
                environ["CONTENT_TYPE"] = value
            if name.lower() == "cookie":
                environ["HTTP_COOKIE"] = value
        super().__init__(Request(environ))
        self.raw_path = path
        self.parameters = Parameters(
            query=ImmutableMultiDict(self.request.args),
            header=Headers(headers),
            cookie=self.request.cookies,
        )

    @property
    def host_url(self):
        return "http://localhost"

    @property
    def path(self):
        return self.raw_path


def plain(value):
    """Converts bytes to a list of numbers."""
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value


def text(error):
    """Returns the message of an error; some messages of openapi-core raise errors themselves."""
    try:
        inner = getattr(error, "schema_errors", None) or ()
        return " ".join([str(error), *(one.message for one in inner)])
    except Exception:
        return type(error).__name__


def described(error):
    reasons = [text(error)]
    while error.__cause__ is not None:
        error = error.__cause__
        reasons.append(text(error))
    return " <- ".join(reasons)[:600]


def answer(api, recorded):
    try:
        result = api.unmarshal_request(RecordedRequest(recorded))
    except Exception as error:
        return {"errors": [f"{type(error).__name__}: {error}"], "parameters": {}, "body": None, "security": {}}
    parameters = {}
    if result.parameters is not None:
        for place in ("path", "query", "header", "cookie"):
            found = getattr(result.parameters, place)
            parameters[place] = {name.lower() if place == "header" else name: plain(value) for name, value in found.items()}
    return {
        "errors": [described(error) for error in result.errors],
        "parameters": parameters,
        "body": plain(result.body),
        "security": result.security or {},
    }


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        data = json.load(file)
    # The formats stay texts; a parsed date would lose how it was written.
    formats = ("date", "date-time", "uuid", "byte", "binary")
    config = Config(
        extra_format_unmarshallers={name: (lambda value: value) for name in formats},
        # Its validators of these formats are in other packages.
        extra_format_validators={name: (lambda value: True) for name in ("uri", "hostname")},
    )
    apis = {}
    answers = []
    for recorded in data["requests"]:
        index = recorded["description"]
        if index not in apis:
            apis[index] = OpenAPI.from_dict(data["descriptions"][index], config=config)
        answers.append(answer(apis[index], recorded))
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(answers, file)


main()
