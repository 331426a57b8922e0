"""Stands before moto: finds out what is asked, answers by rule, and remembers who answered.

`GET /estate/answered` tells who answered each operation that was asked of the estate; `POST /estate/denied` takes a JSON list of operations
(`["efs:DescribeFileSystems"]`) that are refused from then on.
"""

import io
import json
import re
import threading
import traceback
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from botocore.parsers import create_parser
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.serialize import get_serializer_class
from moto.core.utils import get_service_model
from moto.iam.models import get_account_id_from
from werkzeug.wrappers import Request, Response

from estate import ACCOUNT
from rules import Rules

CHECKS = Path(__file__).parents[3] / "checks"
DENIED = {
    "ec2": "<Response><Errors><Error><Code>{0}</Code><Message>{1}</Message></Error></Errors><RequestID>e</RequestID></Response>",
    "json": '{{"__type":"{0}","message":"{1}"}}',
    "xml": "<ErrorResponse><Error><Code>{0}</Code><Message>{1}</Message></Error><RequestId>e</RequestId></ErrorResponse>",
}


@dataclass
class Asked:
    """One request, by the model's names."""

    api: str
    operation: str
    region: str
    account: str
    protocol: str
    model: object
    parameters: dict


@cache
def apis():
    """The described APIs, by the name they sign with."""
    found = {}
    for file in sorted(CHECKS.glob("*/service.toml")):
        described = tomllib.loads(file.read_text())
        signing = described.get("signing_name") or described.get("endpoint_prefix") or described["api"]
        found.setdefault(signing, []).append(described["api"])
    for shared in found.values():
        # Any path may be a bucket's and a key's; S3 Control's paths are its own.
        shared.sort(key="s3".__eq__)
    return found


def pattern(uri):
    labels = re.sub(r"\\\{[^}]*\\\+\\\}", "(.+)", re.escape(uri.split("?")[0]))
    return re.compile(re.sub(r"\\\{[^}]*\\\}", "([^/]+)", labels) + "/?$")


@cache
def paths(api):
    """Method and path of each operation of a REST API, the most exact first."""
    model = get_service_model(api)
    known = [model.operation_model(name) for name in model.operation_names]
    known.sort(key=lambda o: (o.http["requestUri"].count("{"), -len(o.http["requestUri"])))
    return [(o.http.get("method", "POST"), pattern(o.http["requestUri"]), o.http["requestUri"], o.name) for o in known]


def protocol_of(model, request):
    """A model may offer several protocols; the request shows which one is spoken."""
    if request.headers.get("x-amz-target"):
        return "json"
    if (request.content_type or "").startswith("application/x-www-form-urlencoded"):
        return "ec2" if model.protocol == "ec2" else "query"
    return model.protocol


def operation_of(api, model, request):
    target = request.headers.get("x-amz-target")
    if target:
        prefix, _, name = target.rpartition(".")
        return name if prefix == model.metadata.get("targetPrefix") else None
    if protocol_of(model, request) in ("query", "ec2"):
        right = request.form.get("Version") == model.api_version
        return request.form.get("Action") if right else None
    raw = request.environ.get("RAW_URI", request.path).split("?")[0]
    for method, path, uri, name in paths(api):
        wanted = uri.partition("?")[2]
        if method == request.method and path.match(raw) and (not wanted or wanted.split("=")[0] in request.args):
            return name
    return None


class Front:
    def __init__(self, behind):
        self.behind = behind
        self.rules = Rules([])
        self.seeded = False
        self.denied = set()
        self.answered = {}
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        request = Request(environ)
        request.get_data(cache=True, parse_form_data=False)
        response = self.control(request) or self.aws(request) or self.pass_on(environ)
        return response(environ, start_response)

    def control(self, request):
        if request.path == "/estate/answered":
            with self.lock:
                return Response(json.dumps({k: sorted(v) for k, v in sorted(self.answered.items())}))
        if request.path == "/estate/denied":
            self.denied = set(request.get_json(force=True))
            return Response("")
        return None

    def aws(self, request):
        asked = self.asked(request)
        if asked is None:
            return None
        name = f"{asked.api}:{asked.operation}"
        if name in self.denied:
            return refused(asked, "AccessDenied" if asked.protocol != "ec2" else "UnauthorizedOperation", 403)
        rule = self.rules.of(asked)
        if rule and rule.code:
            return self.by("written", asked, refused(asked, rule.code, 400, rule.message))
        if rule and rule.reply is not None:
            return self.by("written", asked, whole(asked, rule.reply))
        response = self.pass_on(request.environ)
        lacking = response.status_code in (404, 405, 500, 501) and lacks(response)
        if lacking and self.rules.knows(asked.api, asked.operation):
            return self.by("written", asked, whole(asked, {}))
        if lacking:
            return self.by("nobody", asked, refused(asked, "NotImplemented", 400))
        if rule and response.status_code < 300:
            body = {"status_code": response.status_code, "headers": dict(response.headers), "body": response.get_data()}
            told = create_parser(asked.protocol).parse(body, asked.model.output_shape)
            told.pop("ResponseMetadata", None)
            changed = rule.change(told, asked.parameters)
            return self.by("amended", asked, whole(asked, told if changed is None else changed))
        return self.by("moto", asked, response)

    def by(self, who, asked, response):
        # Seeds and other accounts say nothing about how the estate is read.
        if self.seeded and asked.account == ACCOUNT:
            with self.lock:
                self.answered.setdefault(f"{asked.api}:{asked.operation}", set()).add(who)
        return response

    def asked(self, request):
        found = re.search(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request", request.headers.get("Authorization", ""))
        if not found:
            return None
        key, region, signing = found.groups()
        for api in apis().get(signing, ()):
            model = get_service_model(api)
            operation = operation_of(api, model, request)
            if operation is None or operation not in model.operation_names:
                continue
            of = model.operation_model(operation)
            protocol = protocol_of(model, request)
            return Asked(api, operation, region, get_account_id_from(key), protocol, of, parameters(of, model, request, protocol))
        return None

    def pass_on(self, environ):
        request = environ.get("werkzeug.request") or Request(environ)
        body = request.get_data(cache=True, parse_form_data=False)
        again = {k: v for k, v in environ.items() if not k.startswith("werkzeug.")}
        again["wsgi.input"] = io.BytesIO(body)
        again["CONTENT_LENGTH"] = str(len(body))
        try:
            return Response.from_app(self.behind, again)
        except Exception:  # moto has no such service at all, or breaks
            traceback.print_exc()
            return Response("not yet implemented", status=501)


def parameters(operation, model, request, protocol):
    """The request's parameters, as far as moto's parser reads them."""
    if operation.input_shape is None:
        return {}
    uri = {}
    if protocol.startswith("rest"):
        path = operation.http["requestUri"].split("?")[0]
        names = [name.rstrip("+") for name in re.findall(r"\{([^}]*)\}", path)]
        raw = request.environ.get("RAW_URI", request.path).split("?")[0]
        matched = pattern(operation.http["requestUri"]).match(raw)
        uri = dict(zip(names, map(unquote, matched.groups() if matched else ())))
    values = request.args if protocol.startswith("rest") else request.form
    given = {
        "query_string": request.args,
        "headers": request.headers,
        "body": request.get_data(),
        "url_path": request.path,
        "url_params": uri,
        "values": values,
        "method": request.method,
    }
    return PROTOCOL_PARSERS[protocol](operation, map_type=dict).parse(given) or {}


def lacks(response):
    """Whether this is how moto says that it does not have an operation: in words, as an unknown path, or as a crash."""
    if response.status_code == 500:
        return True
    text = response.get_data(as_text=True).lower()
    return not text.strip() or any(word in text for word in ("not yet implemented", "not been implemented", "<title>404"))


def whole(asked, reply):
    service = get_service_model(asked.api)
    serializer = get_serializer_class(service.service_name, asked.protocol)(asked.model)
    made = serializer.serialize(reply)
    return Response(made["body"], status=made["status_code"], headers=made["headers"])


def refused(asked, code, status, message="refused by the estate"):
    form = "ec2" if asked.protocol == "ec2" else "json" if "json" in asked.protocol else "xml"
    body = DENIED[form].format(code, message)
    headers = {"x-amzn-requestid": "estate-1"}
    if form == "json":
        headers["x-amzn-errortype"] = code
    return Response(body, status=status, headers=headers, content_type=f"{'application/json' if form == 'json' else 'text/xml'}")
