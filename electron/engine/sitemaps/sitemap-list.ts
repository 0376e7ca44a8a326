import { type FileHandle, open } from 'node:fs/promises';
import { storageError } from '../store/storage-error.ts';

const flushChars = 262_144;

/** The file of a list (see `sitemapListOptions`): a page on each line, with its time of change as it is written, and its sitemap. */
export class SitemapList {
  readonly #handle: FileHandle;
  readonly #file: string;
  #text = 'url,lastmod,sitemap\n';

  private constructor(handle: FileHandle, file: string) {
    this.#handle = handle;
    this.#file = file;
  }

  /** @throws TrawlError DISK_FULL, READ_ONLY or FILE_ERROR, as all methods do */
  static async create(file: string): Promise<SitemapList> {
    try {
      return new SitemapList(await open(file, 'w', 0o600), file);
    } catch (error) {
      throw storageError(error, file);
    }
  }

  add(address: string, changed: string | null, sitemap: string): void {
    this.#text += `${cell(address)},${cell(changed ?? '')},${cell(sitemap)}\n`;
  }

  /** To be called between pieces: what was added goes to the disk. */
  async flush(atLeast = flushChars): Promise<void> {
    if (this.#text.length < atLeast) return;
    try {
      await this.#handle.writeFile(this.#text);
    } catch (error) {
      throw storageError(error, this.#file);
    }
    this.#text = '';
  }

  /** Without a flush: after an error, nothing more is written. */
  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/** A line of the file stays a line, whatever a sitemap holds. */
const cell = (text: string): string => `"${text.replace(/[\r\n]+/g, ' ').replaceAll('"', '""')}"`;
