"""Scrapy with its own selectors and its own export of rows."""

import sys

import scrapy
from scrapy.crawler import CrawlerProcess

urls_file, out, connections = sys.argv[1:4]


class Pages(scrapy.Spider):
    name = "pages"

    def start_requests(self):
        with open(urls_file, encoding="utf-8") as lines:
            for url in lines.read().split():
                yield scrapy.Request(url, dont_filter=True)

    def parse(self, response):
        yield {
            "url": response.url,
            "title": "".join(response.css("title")[:1].css("::text").getall()),
            "description": response.css("meta[name=description]::attr(content)").get(""),
            "h1": "".join(response.css("h1")[:1].css("*::text").getall()),
            "canonical": response.css("link[rel=canonical]::attr(href)").get(""),
            "links": str(len(response.css("a[href]"))),
        }


process = CrawlerProcess(
    {
        "CONCURRENT_REQUESTS": int(connections),
        "CONCURRENT_REQUESTS_PER_DOMAIN": int(connections),
        "FEEDS": {out: {"format": "jsonlines", "encoding": "utf8"}},
        "ROBOTSTXT_OBEY": False,
        "RETRY_ENABLED": False,
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "ERROR",
    }
)
process.crawl(Pages)
process.start()
