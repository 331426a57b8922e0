"""Seeds the clinic into an emulated AWS account: what a small software company for clinics has, some right, some wrong.

Run as `python tests/seed/clinic`. Keys and endpoint come from the environment (AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and
so on). Names are fixed; the ids that AWS chooses (keys, distributions) are the emulator's.
"""

from around import backup, edge, seen_by_tag, trails
from aws import EAST
from buckets import buckets
from databases import around_databases, clusters, instances, network, parameter_groups, west
from keys import keys

made = keys()
buckets(made)
parameter_groups()
private = network(EAST)
instances(made)
clusters(made)
around_databases(private)
west(made)
trails(made)
edge()
backup(made)
seen_by_tag()
