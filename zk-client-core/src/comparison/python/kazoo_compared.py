"""kazoo under faults, driven line by line.

A call is a line of words: its number, an operation and its arguments. Its end is a line "end", the number, the name of
the result, value, czxid, mzxid, pzxid, version and session. A follower's report is a line "seen" with its number and the
same words. A change of state is a line "state", its name and the session. Values are "-" for None and "=" with base64
behind it for anything else.
"""
import base64
import logging
import sys
import threading

from kazoo import exceptions
from kazoo.client import KazooClient
from kazoo.recipe.watchers import ChildrenWatch, DataWatch

logging.basicConfig(stream=sys.stderr, level=logging.CRITICAL)

REFUSALS = {
    exceptions.NoNodeError: "NO_NODE",
    exceptions.NodeExistsError: "NODE_EXISTS",
    exceptions.BadVersionError: "BAD_VERSION",
}

UNKNOWN = (
    exceptions.ConnectionLoss,
    exceptions.SessionExpiredError,
    exceptions.ConnectionClosedError,
    exceptions.OperationTimeoutError,
)

output = threading.Lock()


def say(*words):
    with output:
        print(*words, flush=True)


def encode(value):
    if value is None:
        return "-"
    return "=" + base64.b64encode(value).decode("ascii")


def joined(names):
    return ",".join(sorted(names)).encode("utf-8")


def result(error):
    for kind, name in REFUSALS.items():
        if isinstance(error, kind):
            return name
    return "UNKNOWN" if isinstance(error, UNKNOWN) or not isinstance(error, exceptions.ZookeeperError) else "REFUSED"


def described(stat, of_children=False):
    if stat is None:
        return [-1, -1, -1, -1]
    return [stat.czxid, stat.mzxid, stat.pzxid, stat.cversion if of_children else stat.version]


class Compared:
    def __init__(self, client):
        self.client = client

    def session(self):
        known = self.client.client_id
        return known[0] if known else 0

    def get(self, number, path):
        self.begin(number, self.client.get_async(path), lambda r: (r[0], described(r[1])))

    def children(self, number, path):
        reply = self.client.get_children_async(path, include_data=True)
        self.begin(number, reply, lambda r: (joined(r[0]), described(r[1], True)))

    def set(self, number, path, value, version):
        reply = self.client.set_async(path, base64.b64decode(value[1:]), int(version))
        self.begin(number, reply, lambda r: (None, described(r)))

    def create(self, number, path, value, ephemeral):
        reply = self.client.create_async(
            path, base64.b64decode(value[1:]), ephemeral=ephemeral == "true", include_data=True
        )
        self.begin(number, reply, lambda r: (None, described(r[1])))

    def delete(self, number, path, version):
        self.begin(number, self.client.delete_async(path, int(version)), lambda r: (None, described(None)))

    def follow(self, number, path):
        def seen(data, stat):
            self.report(number, stat is not None, data, described(stat))

        DataWatch(self.client, path, seen)

    def follow_children(self, number, path):
        def seen(names):
            self.report(number, True, joined(names), described(None))

        ChildrenWatch(self.client, path, seen)

    def report(self, number, there, value, stat):
        say("seen", number, "OK" if there else "NO_NODE", encode(value), *stat, self.session())

    def begin(self, number, reply, describe):
        session = self.session()

        def ended(done):
            if done.successful():
                value, stat = describe(done.get_nowait())
                say("end", number, "OK", encode(value), *stat, session)
            else:
                say("end", number, result(done.exception), "-", *described(None), session)

        reply.rawlink(ended)


def main(hosts, timeout):
    client = KazooClient(hosts=hosts, timeout=float(timeout))
    compared = Compared(client)
    client.add_listener(lambda state: say("state", state, compared.session()))
    client.start_async()
    followers = []
    for line in sys.stdin:
        number, operation, *arguments = line.split()
        if operation.startswith("follow"):
            # Making a watch waits for its first value, and may not hold up the calls.
            follower = threading.Thread(target=getattr(compared, operation), args=(number, *arguments), daemon=True)
            follower.start()
            followers.append(follower)
        else:
            getattr(compared, operation)(number, *arguments)


main(*sys.argv[1:])
