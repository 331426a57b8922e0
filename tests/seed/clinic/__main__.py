"""Seeds the clinic into emulated AWS accounts: what a small software company for clinics has, some right, some wrong.

Run as `python tests/seed/clinic production|analytics|website`. Keys and endpoint come from the environment
(AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and so on). Names are fixed; the ids that AWS chooses (keys, distributions) are the
emulator's.
"""

import sys
from importlib import import_module

import_module(sys.argv[1]).seed()
