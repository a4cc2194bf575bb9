#!/usr/bin/env python3
"""What Python's own ThreadPoolExecutor takes for the work that `compare` gives to the library.

Prints one number.

usage: cpython_threads.py jobs WORKERS COUNT     empty jobs a second, all results collected
       cpython_threads.py pending COUNT          resident bytes of each pending future with its job
"""

import concurrent.futures
import os
import sys
import threading
import time


def identity(number):
    return number


def collect(pool, count):
    begin = time.perf_counter()
    futures = [pool.submit(identity, number) for number in range(count)]
    total = sum(future.result() for future in futures)
    elapsed = time.perf_counter() - begin
    assert total == count * (count - 1) // 2
    return elapsed


def jobs_per_second(workers, count):
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        collect(pool, min(count, 5_000))
        return count / collect(pool, count)


def resident_bytes():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def bytes_per_pending(count):
    opened = threading.Event()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        pool.submit(opened.wait)
        before = resident_bytes()
        futures = [pool.submit(identity, number) for number in range(count)]
        after = resident_bytes()
        for future in futures:
            future.cancel()
        opened.set()
    return (after - before) / count


match sys.argv[1:]:
    case ["jobs", workers, count]:
        print(jobs_per_second(int(workers), int(count)))
    case ["pending", count]:
        print(bytes_per_pending(int(count)))
    case _:
        sys.exit(__doc__)
