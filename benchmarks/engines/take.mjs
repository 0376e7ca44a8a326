// @ts-check

/** The fields by cheerio. @param {import('cheerio').CheerioAPI} $ */
export function take($) {
  return {
    title: $('title').first().text(),
    description: $('meta[name=description]').first().attr('content') ?? '',
    h1: $('h1').first().text(),
    canonical: $('link[rel=canonical]').first().attr('href') ?? '',
    links: String($('a[href]').length),
  };
}
