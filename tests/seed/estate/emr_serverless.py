"""One application."""

from estate import EAST


def seed(aws):
    aws("emr-serverless", EAST).create_application(name="estate-charts", releaseLabel="emr-7.5.0", type="SPARK")
