"""Mail: a domain in the east that is signed and sent over TLS alone, one in the west that is neither."""

from estate import EAST, WEST
from rules import answer

SET, DOMAIN = "estate-portal", "portal.example.com"


def rules():
    """moto lists by an older address, and keeps neither policies of TLS nor signatures."""
    found = []
    for region, sound in ((EAST, True), (WEST, False)):
        name = {"ConfigurationSetName": SET}
        tls = {"DeliveryOptions": {"TlsPolicy": "REQUIRE" if sound else "OPTIONAL"}}
        sending = {"SendingOptions": {"SendingEnabled": True}, "Tags": [{"Key": "phi", "Value": "yes"}]}
        identity = {"IdentityType": "DOMAIN", "IdentityName": DOMAIN, "SendingEnabled": True}
        dkim = {"SigningEnabled": sound, "Status": "SUCCESS" if sound else "NOT_STARTED"}
        default = name if sound else {}
        found += [
            answer("ListConfigurationSets", {"ConfigurationSets": [SET]}, region=region),
            answer("GetConfigurationSet", {**name, **tls, **sending}, region=region),
            answer("ListEmailIdentities", {"EmailIdentities": [identity]}, region=region),
            answer("GetEmailIdentity", {"IdentityType": "DOMAIN", "DkimAttributes": dkim, **default}, region=region),
        ]
    return found
