export const usage = `trawl: turn a list of URLs into a table

  trawl run JOB.json [LIST] [TABLE] [--concurrency N] [--cookies FILE] [--proxy URL]...
            [--allow-warnings] [--quiet]
      Runs a job. Its table goes to standard output, or where TABLE says.
  trawl validate JOB.json [LIST]
      Says whether a job file is right, and where it is not; how its list is read, and what becomes
      of every line.
  trawl runs
      Lists the runs that are kept, with their states.
  trawl resume RUN [TABLE] [--cookies FILE] [--proxy URL]... [--allow-warnings] [--quiet]
      Resumes a run that was stopped or cut off; what is done is not fetched again.
  trawl export RUN [TABLE] [--quiet]
      Writes the table of a run.
  trawl extract RUN JOB.json [TABLE] [--quiet]
      Reads the pages that a run has kept by the fields of a job file, as a new run, and writes its
      table. Nothing is fetched; pages that were not kept stand in it with the reason.
  trawl sample [TABLE] [--quiet]
      Runs a sample job against a small site on this machine; needs no network.
  trawl sample-site [--port N]
      Serves that site on its own.
  trawl lab compare [--ways LIST] [--concurrency N] [WORKLOAD] [--repeats N] [--json FILE] [--quiet]
      Measures the ways of running on this machine, one after the other. LIST is some of
      sequential,threads,processes,event-loop; by default all. 16 at once, 3 repeats.
  trawl lab tune [--way WAY] [--up-to N] [WORKLOAD] [--repeats N] [--json FILE] [--quiet]
      Measures one way (event-loop) over rising concurrency (1, 2, 4 ... 256), and marks the knee.
      WORKLOAD, here and for compare, is the sample site: --pages N (500, tune: 2000), --latency MS
      (20), --size KB (12), --errors PERCENT (0); or a list: JOB.json --limit N, and its first N pages
      are fetched anew by every run, from other people's servers.
  trawl lab render JOB.json --limit N [--concurrency N] [--repeats N] [--json FILE] [--quiet]
      Fetches the first N pages of a job without a browser and with one: time, memory, and the
      fields whose values differ. 4 at once.

LIST is any of these; what it leaves out, the job says or the list's content decides:

  --urls FILE    a list in place of the job's own: a text file of URLs, a table (CSV, TSV) with a
                 column of URLs, a sitemap or a feed, each also packed with gzip; "-" is standard input
  --sitemap URL  with run: the pages that a sitemap names, an index of sitemaps, a feed, or the sitemaps
                 of a robots.txt, as often as there are; lastmod and sitemap become columns
  --sitemap-match TEXT
                 only addresses that contain TEXT; * stands for any characters: "/shop/*/item"
  --sitemap-since YYYY-MM-DD
                 only pages that changed on this day or later, or that give no date
  --list-format F
                 lines (running text), table or feed
  --list-delimiter D
                 what separates the columns of a table: comma, semicolon, tab, pipe, none (one column)
                 or one character
  --list-header  the first record of a table names its columns; --no-list-header: it is data
  --url-column C the column of the URLs, by its name or its number
  --carry C      a column that goes through to the results, as often as there are; by default all
  --patterns     [1-100], [a-z] and {red,green} stand for many URLs; --no-patterns: for themselves

RUN is the id of a run, or "last". TABLE is any of these:

  --out FILE     the file that the table is written to: it has its name when it is whole, and until
                 then an older one stays. "-" is standard output; a named pipe or a device is
                 written through. FILE is none that the command reads
  --format F     csv, tsv or jsonl (JSON Lines); by default as FILE ends, and CSV where that says nothing
  --delimiter D  what separates columns: comma, semicolon, tab or pipe; by default the comma, in TSV the tab
  --bom          mark a CSV file as UTF-8, without which Excel garbles accents
  --no-formula-guard
                 cells as they are, even those that a spreadsheet would run as a formula; by default
                 these get an apostrophe
  --only-done    leave out pages that failed or were skipped

  --cookies FILE cookies to begin with: a cookies.txt, as browsers and curl write it
  --proxy URL    a proxy in place of those of the job, as often as there are proxies:
                 http://proxy.example:8080, https:, or socks5:, with user:password@ where it asks
                 for a login; the variable TRAWL_PROXY keeps a login out of the list of processes.
                 With resume: the logins of the run's proxies, which are not kept.
                 A job that uses the system's proxies takes those of HTTP_PROXY, HTTPS_PROXY and
                 ALL_PROXY, and none for the hosts of NO_PROXY
  --allow-warnings
                 exit with 0 where it would be 4
  --data DIR     where runs are kept; by default the folder that the window uses
  --help         this text
  --version      the version

Exit status: 0 all done; 1 something went wrong, such as a full disk; 2 bad usage, or a job, a list, a
run or a place for the table that is missing or wrong (nothing was fetched); 3 finished with failed
pages, or pages that were not kept, or stopped because most of them failed, because the results were no good or
because the site asks for a log-in again; 4 finished with warnings: no page failed, but fields are empty, pages
led elsewhere or the like, as the summary says; 130 interrupted (what was done is kept and exported).
`;
