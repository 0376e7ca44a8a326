"""requests and BeautifulSoup in a pool of threads, each with a session of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor

import requests
from task import read_task, take, write_rows

urls, out, connections = read_task()
own = threading.local()


def fetch(url):
    if not hasattr(own, "session"):
        own.session = requests.Session()
    return take(url, own.session.get(url).content)


with ThreadPoolExecutor(connections) as pool:
    rows = list(pool.map(fetch, urls))
write_rows(out, rows)
