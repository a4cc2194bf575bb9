#!/usr/bin/env python3
"""What Python's own ProcessPoolExecutor takes for the work that `compare` gives to the library.

Prints one number.

usage: cpython_processes.py jobs WORKERS COUNT    empty jobs a second, all results collected
       cpython_processes.py map WORKERS COUNT     items a second of a map in chunks of 100
       cpython_processes.py trip COUNT            median microseconds from submission to result
       cpython_processes.py bytes MEGABYTES       megabytes a second of a value there and back
"""

import concurrent.futures
import statistics
import sys
import time


def identity(value):
    return value


def elapsed(body):
    begin = time.perf_counter()
    body()
    return time.perf_counter() - begin


def collect(pool, count):
    futures = [pool.submit(identity, number) for number in range(count)]
    assert sum(future.result() for future in futures) == count * (count - 1) // 2


def collect_map(pool, count):
    assert sum(pool.map(identity, range(count), chunksize=100)) == count * (count - 1) // 2


def main(words):
    match words:
        case ["jobs", workers, count]:
            with concurrent.futures.ProcessPoolExecutor(int(workers)) as pool:
                collect(pool, 500)
                return int(count) / elapsed(lambda: collect(pool, int(count)))
        case ["map", workers, count]:
            with concurrent.futures.ProcessPoolExecutor(int(workers)) as pool:
                collect_map(pool, 5_000)
                return int(count) / elapsed(lambda: collect_map(pool, int(count)))
        case ["trip", count]:
            with concurrent.futures.ProcessPoolExecutor(1) as pool:
                collect(pool, 100)
                trips = [elapsed(lambda: pool.submit(identity, 1).result()) for _ in range(int(count))]
                return statistics.median(trips) * 1e6
        case ["bytes", megabytes]:
            value = bytes(int(megabytes) << 20)
            with concurrent.futures.ProcessPoolExecutor(1) as pool:
                pool.submit(identity, value).result()
                return int(megabytes) / elapsed(lambda: pool.submit(identity, value).result())
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    print(main(sys.argv[1:]))
