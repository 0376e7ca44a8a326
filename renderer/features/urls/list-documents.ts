import { call } from '#renderer/bridge/client.ts';
import { ListDocument, type ListPorts } from './list-document.ts';
import { pageTime } from './page-time.ts';

type ListNews = Pick<ListPorts, 'onReadAs' | 'onLooksLike'>;

/**
 * The lists that are open: the one on the screen, and those that are still on their way to the disk
 * after their job was left. One that cannot be saved stays, so that coming back finds its text.
 */
export class ListDocuments {
  readonly #ports: ListPorts;
  readonly #documents = new Map<string, ListDocument>();
  #kept: string | null = null;
  #news: ListNews | null = null;

  constructor(ports: Omit<ListPorts, keyof ListNews>) {
    this.#ports = {
      ...ports,
      onReadAs: (jobId, readAs) => this.#news?.onReadAs(jobId, readAs),
      onLooksLike: (jobId) => this.#news?.onLooksLike(jobId),
    };
  }

  /** Takes the one listener to the news of lists. */
  tell(news: ListNews): void {
    this.#news = news;
  }

  open(jobId: string, listBytes: number): ListDocument {
    const known = this.#documents.get(jobId);
    if (known) return known;
    const document = new ListDocument(jobId, listBytes, this.#ports);
    this.#documents.set(jobId, document);
    return document;
  }

  find(jobId: string): ListDocument | undefined {
    return this.#documents.get(jobId);
  }

  /** Saves and lets go of every list but that of `jobId`; rejects where one cannot be saved. */
  async keepOnly(jobId: string | null): Promise<void> {
    this.#kept = jobId;
    const left = [...this.#documents.values()].filter((document) => document.jobId !== jobId);
    await Promise.all(
      left.map(async (document) => {
        await document.flush();
        // Its job may have been opened again meanwhile.
        if (document.jobId !== this.#kept) this.forget(document.jobId);
      }),
    );
  }

  /** Lets go of a list without saving: its job is deleted. */
  forget(jobId: string): void {
    this.#documents.get(jobId)?.close();
    this.#documents.delete(jobId);
  }

  get hasUnsaved(): boolean {
    return [...this.#documents.values()].some((document) => document.hasUnsaved);
  }

  async flush(): Promise<void> {
    await Promise.all([...this.#documents.values()].map((document) => document.flush()));
  }
}

export const listDocuments = new ListDocuments({ send: call, time: pageTime });
