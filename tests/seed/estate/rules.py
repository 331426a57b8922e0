"""What is answered in moto's place, by the models' own names: each API's file returns a list of these from `rules()`,
and those that hold for every account and need no seed from `everywhere()`.

    answer("GetDetector", {"Status": "ENABLED"}, DetectorId="d1")    # a whole answer, for requests with this parameter
    error("GetDetector", "BadRequestException", DetectorId="d2")     # an error's code, and its message where that counts
    amend("DescribeFileSystems", change)                             # moto's answer, changed: change(answer, parameters)
    more("ListProtectedResources", {"Results": [...]}, api="backup") # joined with what other files say of it

`region=` and `account=` narrow a rule; without `account` it is the estate's account, `account="*"` is any, and
`account="others"` any other. A parameter's
value may be a function that decides. The first rule that fits answers; `api=` makes it one of another API. An operation that has a rule of its own and none
that fits goes to moto, and where moto lacks it, has nothing to tell.
"""

from dataclasses import dataclass, field

from botocore.validate import ParamValidator
from moto.core.utils import get_service_model

from estate import ACCOUNT


@dataclass
class Rule:
    operation: str
    reply: dict | None = None
    code: str | None = None
    message: str = "refused by the estate"
    change: object = None
    joins: bool = False
    api: str | None = None
    region: str | None = None
    account: str = ACCOUNT
    parameters: dict = field(default_factory=dict)

    def fits(self, asked):
        elsewhere = self.account == "others" and asked.account != ACCOUNT
        if not (elsewhere or self.account in ("*", asked.account)) or self.region not in (None, asked.region):
            return False
        given = asked.parameters
        return all(w(given.get(k)) if callable(w) else given.get(k) == w for k, w in self.parameters.items())


def answer(operation, reply, region=None, account=ACCOUNT, api=None, **parameters):
    return Rule(operation, reply=reply, region=region, account=account, api=api, parameters=parameters)


def error(operation, code, message=Rule.message, region=None, account=ACCOUNT, api=None, **parameters):
    return Rule(
        operation, code=code, message=message, region=region, account=account, api=api, parameters=parameters
    )


def amend(operation, change, region=None, account=ACCOUNT, api=None, **parameters):
    return Rule(operation, change=change, region=region, account=account, api=api, parameters=parameters)


def more(operation, reply, region=None, account=ACCOUNT, api=None, **parameters):
    return Rule(operation, reply=reply, joins=True, region=region, account=account, api=api, parameters=parameters)


class Rules:
    """All rules, by API and operation."""

    def __init__(self, rules):
        """Takes pairs of an API and the rules its file gives."""
        self.rules = {}
        for api, given in rules:
            for rule in given:
                self.hold(rule.api or api, rule)
                self.rules.setdefault((rule.api or api, rule.operation), []).append(rule)

    @staticmethod
    def hold(api, rule):
        """Refuses a written answer that AWS's own model would not let pass."""
        model = get_service_model(api)
        if rule.operation not in model.operation_names:
            raise SystemExit(f"{api}: there is no operation {rule.operation}")
        operation = model.operation_model(rule.operation)
        unknown = set(rule.parameters) - set(operation.input_shape.members if operation.input_shape else ())
        if unknown:
            raise SystemExit(f"{api}:{rule.operation} has no parameters {sorted(unknown)}")
        if rule.reply is not None and rule.account != "-":
            found = ParamValidator().validate(rule.reply, operation.output_shape)
            if found.has_errors():
                raise SystemExit(f"{api}:{rule.operation}: {found.generate_report()}")

    def knows(self, api, operation):
        return (api, operation) in self.rules

    def of(self, asked):
        """The rule that answers, if any fits; what several files say together is one rule."""
        fitting = [rule for rule in self.rules.get((asked.api, asked.operation), ()) if rule.fits(asked)]
        if not fitting or not fitting[0].joins:
            return fitting[0] if fitting else None
        joined = {}
        for rule in (rule for rule in fitting if rule.joins):
            for key, value in rule.reply.items():
                joined[key] = joined.get(key, []) + value if isinstance(value, list) else value
        return Rule(asked.operation, reply=joined)
