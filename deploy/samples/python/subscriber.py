"""Prints the public events as CloudEvents in JSON, one object a line.

SUBSCRIBER_URI is the AMQP address with the credential; SUBSCRIBER_KEYS are routing keys such as "complaint.raised".
"""
import json
import os
import sys
from urllib.parse import unquote, urlsplit

import pika

uri = os.environ.get("SUBSCRIBER_URI") or sys.exit(
    "Set SUBSCRIBER_URI: deploy/local -- subscribe --name billing --print-uri")
name = unquote(urlsplit(uri).username)  # sub.<name>
queue = f"{name}.events"

channel = pika.BlockingConnection(pika.URLParameters(uri)).channel()
channel.queue_declare(queue, durable=True, arguments={"x-queue-type": "quorum"})
for key in os.environ.get("SUBSCRIBER_KEYS", "#").split():
    channel.queue_bind(queue, "callcenter.public", key)
channel.basic_qos(prefetch_count=100)


def hear(channel, method, properties, body):
    event = {"datacontenttype": properties.content_type, "data": json.loads(body)}
    for header, value in properties.headers.items():
        if header.startswith("cloudEvents_"):
            event[header.removeprefix("cloudEvents_")] = str(value)
    print(json.dumps(event, ensure_ascii=False), flush=True)
    channel.basic_ack(method.delivery_tag)  # Only now: an event is delivered again rather than lost.


channel.basic_consume(queue, hear)
print(f"Subscribed as {name}", file=sys.stderr, flush=True)
channel.start_consuming()
