"""kazoo, with a number of requests outstanding: prints the figures of each round as a line of CSV.

Arguments: server, number of nodes that the calls go round, rounds, seconds of a round. The nodes are there.
"""

import sys
import threading
import time

from kazoo.client import KazooClient

NODE = "/b100"
DATA = bytes(100)
MICROS = 1e6


def measure(begin, window, seconds):
    places = threading.Semaphore(window)
    failures = []

    def leave(result):
        if not result.successful():
            failures.append(result.exception)
        places.release()

    calls = 0
    cpu = time.process_time()
    start = time.perf_counter()
    while time.perf_counter() < start + seconds:
        places.acquire()
        begin(calls).rawlink(leave)
        calls += 1
    for _ in range(window):
        places.acquire()
    elapsed = time.perf_counter() - start
    if failures:
        raise failures[0]
    return calls / elapsed, (time.process_time() - cpu) * MICROS / calls


def main():
    hosts, count, rounds, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    nodes = [NODE] if count == 1 else [f"{NODE}/{number:03d}" for number in range(count)]
    client = KazooClient(hosts)
    client.start()
    calls = {
        "get 100 B": lambda number: client.get_async(nodes[number % count]),
        "set 100 B": lambda number: client.set_async(nodes[number % count], DATA),
    }
    for name, begin in calls.items():
        for window in (1, 512):
            # Round 0 warms up.
            for number in range(rounds + 1):
                throughput, cpu = measure(begin, window, seconds)
                if number > 0:
                    scenario = f"{name} window {window},KAZOO"
                    print(f"{scenario},CPU,{number},{cpu}")
                    print(f"{scenario},THROUGHPUT,{number},{throughput}", flush=True)
    client.stop()


main()
