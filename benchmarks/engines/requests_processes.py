"""requests and BeautifulSoup in a pool of processes, each with a session of its own."""

import multiprocessing
import os

import requests
from task import read_task, take, write_rows

session = requests.Session()


def fetch(url):
    return take(url, session.get(url).content)


if __name__ == "__main__":
    urls, out, connections = read_task()
    # More than a few for each core only cost memory where the server answers at once.
    with multiprocessing.Pool(min(connections, 8 * os.cpu_count())) as pool:
        rows = pool.map(fetch, urls, chunksize=8)
    write_rows(out, rows)
