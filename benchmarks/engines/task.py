"""What the programs in Python share; see task.mjs."""

import json
import sys

from bs4 import BeautifulSoup


def read_task():
    """The URLs, the file for the rows, and how many connections to hold."""
    urls_file, out, connections = sys.argv[1:4]
    with open(urls_file, encoding="utf-8") as lines:
        return lines.read().split(), out, int(connections)


def write_rows(out, rows):
    with open(out, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def take(url, html):
    """The fields by BeautifulSoup, with lxml as its parser."""
    soup = BeautifulSoup(html, "lxml")
    title = soup.find("title")
    description = soup.find("meta", attrs={"name": "description"})
    heading = soup.find("h1")
    canonical = soup.find("link", rel="canonical")
    return {
        "url": url,
        "title": title.get_text() if title else "",
        "description": description.get("content", "") if description else "",
        "h1": heading.get_text() if heading else "",
        "canonical": canonical.get("href", "") if canonical else "",
        "links": str(len(soup.find_all("a", href=True))),
    }
