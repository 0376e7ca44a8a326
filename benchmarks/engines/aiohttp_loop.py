"""aiohttp and BeautifulSoup, in as many tasks as there are connections."""

import asyncio

import aiohttp
from task import read_task, take, write_rows

urls, out, connections = read_task()
todo = iter(urls)
rows = []


async def work(session):
    for url in todo:
        async with session.get(url) as response:
            rows.append(take(url, await response.text()))


async def main():
    connector = aiohttp.TCPConnector(limit=connections)
    async with aiohttp.ClientSession(connector=connector) as session:
        await asyncio.gather(*(work(session) for _ in range(connections)))


asyncio.run(main())
write_rows(out, rows)
