"""kazoo as another application on the server, driven line by line.

A call is a line of words: an operation and its arguments. Its answer is "ok" and the results, or "error" and the name
of the exception. A watcher's event is a line that starts with "event". Words are "-" for None and "=" with base64
behind it for anything else, because data is bytes and paths may be UTF-8.
"""
import base64
import logging
import sys
import threading

from kazoo.client import KazooClient
from kazoo.security import make_digest_acl

logging.basicConfig(stream=sys.stderr, level=logging.WARNING)

output = threading.Lock()


def encode(value):
    if value is None:
        return "-"
    if not isinstance(value, bytes):
        value = str(value).encode("utf-8")
    return "=" + base64.b64encode(value).decode("ascii")


def decode(word):
    return None if word == "-" else base64.b64decode(word[1:])


def text(word):
    return decode(word).decode("utf-8")


def answer(kind, *values):
    with output:
        print(kind, *[encode(value) for value in values], flush=True)


def watcher(event):
    answer("event", event.type, event.path)


class Operations:
    """One method for each operation; what it returns is a list of results."""

    def __init__(self, client):
        self.client = client

    def session(self):
        session_id, _ = self.client.client_id
        return [session_id]

    def create(self, path, data, flags):
        names = text(flags).split(",")
        return [
            self.client.create(
                text(path), decode(data), ephemeral="ephemeral" in names, sequence="sequence" in names
            )
        ]

    def get(self, path):
        data, stat = self.client.get(text(path))
        return [data, *stat]

    def exists(self, path):
        stat = self.client.exists(text(path))
        return [] if stat is None else [*stat]

    def set(self, path, data, version):
        return [*self.client.set(text(path), decode(data), int(text(version)))]

    def delete(self, path, version):
        self.client.delete(text(path), int(text(version)))
        return []

    def auth(self, scheme, credential):
        self.client.add_auth(text(scheme), text(credential))
        return []

    def create_for(self, path, data, user, password):
        acl = make_digest_acl(text(user), text(password), all=True)
        return [self.client.create(text(path), decode(data), acl=[acl])]

    def acl(self, path):
        acls, _ = self.client.get_acls(text(path))
        return [f"{acl.perms} {acl.id.scheme} {acl.id.id}" for acl in acls]

    def children(self, path):
        return sorted(self.client.get_children(text(path)))

    def watch(self, path):
        self.client.exists(text(path), watch=watcher)
        return []

    def watch_children(self, path):
        self.client.get_children(text(path), watch=watcher)
        return []


def main(hosts):
    client = KazooClient(hosts=hosts)
    client.start(timeout=20)
    operations = Operations(client)
    answer("ok")
    for line in sys.stdin:
        name, *arguments = line.split()
        try:
            answer("ok", *getattr(operations, name)(*arguments))
        except Exception as e:  # the other side decides which ones it expects
            answer("error", type(e).__name__)
    client.stop()


main(sys.argv[1])
