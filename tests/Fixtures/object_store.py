"""OpenStack Swift as one small object store: object_store.py PORT REGION ACCOUNT WRITER:KEY READER:KEY

It speaks S3 on PORT of loopback; the three servers behind it listen on the ports after that. All end when one does.
"""
import os
import sys

from swift.account import server as _account  # noqa: F401 (loaded once for all that are forked)
from swift.common.ring import RingBuilder
from swift.common.wsgi import run_wsgi
from swift.container import server as _container  # noqa: F401
from swift.obj.server import global_conf_callback
from swift.proxy import server as _proxy  # noqa: F401

HOME = "/cc"
BEHIND = ("account", "container", "object")

SWIFT = """
[swift-hash]
swift_hash_path_suffix = tests
[storage-policy:0]
name = one
default = yes
"""

SERVER = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
user = callcenter
workers = 0
devices = {home}/devices
mount_check = false
[pipeline:main]
pipeline = {name}-server
[app:{name}-server]
use = egg:swift#{name}
"""

# A page of a listing is small, so that few objects are many pages; a server that failed is asked again at once.
PROXY = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
user = callcenter
workers = 0
[pipeline:main]
pipeline = catch_errors gatekeeper listing_formats s3api tempauth copy dlo versioned_writes proxy-server
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
location = {region}
allow_multipart_uploads = no
max_bucket_listing = 4
[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{writer} = {writer_key} .admin
user_{account}_{reader} = {reader_key} .reseller_reader
[filter:copy]
use = egg:swift#copy
[filter:dlo]
use = egg:swift#dlo
[filter:versioned_writes]
use = egg:swift#versioned_writes
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
error_suppression_interval = 0
"""


def write(name, text):
    with open(f"{HOME}/{name}", "w", encoding="utf-8") as file:
        file.write(text)


def make_ring(name, port):
    """One device that holds everything once."""
    ring = RingBuilder(part_power=1, replicas=1, min_part_hours=1)
    ring.add_dev({"id": 0, "region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "disk", "weight": 1})
    ring.rebalance()
    ring.get_ring().save(f"{HOME}/{name}.ring.gz")


def serve(name):
    if os.fork() == 0:
        more = {"global_conf_callback": global_conf_callback} if name == "object" else {}
        sys.exit(run_wsgi(f"{HOME}/{name}.conf", f"{name}-server", **more))


port, region, account = int(sys.argv[1]), sys.argv[2], sys.argv[3]
writer, writer_key = sys.argv[4].split(":")
reader, reader_key = sys.argv[5].split(":")
os.makedirs(f"{HOME}/devices/disk", exist_ok=True)
write("swift.conf", SWIFT)
write("proxy.conf", PROXY.format(
    port=port, region=region, account=account,
    writer=writer, writer_key=writer_key, reader=reader, reader_key=reader_key))
for place, server in enumerate(BEHIND, start=1):
    write(f"{server}.conf", SERVER.format(name=server, port=port + place, home=HOME))
    make_ring(server, port + place)
for server in (*BEHIND, "proxy"):
    serve(server)
os.wait()
sys.exit("One of the servers ended.")
