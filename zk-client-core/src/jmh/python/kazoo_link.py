"""One kazoo client after another: does what a line of its input says, and answers each line with one."""

import logging
import sys

from kazoo.client import KazooClient
from kazoo.retry import KazooRetry

# What it says about links that are cut on purpose.
logging.disable(logging.CRITICAL)


def main():
    retry = KazooRetry(max_tries=-1, delay=0.005, backoff=1)
    client = None
    for line in sys.stdin:
        words = line.split()
        answer = "done"
        if words[0] == "connect":
            client = KazooClient(words[1], timeout=10.0)
            client.start()
            client.get("/")
        elif words[0] == "get":
            retry(client.get, "/")
        elif words[0] == "session":
            answer = str(client.client_id[0])
        elif words[0] == "disconnect":
            client.stop()
            client.close()
        print(answer, flush=True)


main()
