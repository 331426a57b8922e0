"""The account that holds the patients' data."""

from around import backup, edge, seen_by_tag, trails
from aws import EAST
from buckets import buckets
from databases import around_databases, clusters, instances, network, parameter_groups, west
from keys import keys


def seed():
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
