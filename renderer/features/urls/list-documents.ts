import { call } from '#renderer/bridge/client.ts';
import { ListDocument, type ListPorts } from './list-document.ts';
import { pageTime } from './page-time.ts';

type ListNews = Pick<ListPorts, 'onReadAs' | 'onLooksLike'>;

/**
 * The open lists: the one on the screen, and those that are still being saved after their job was left. A
 * list that cannot be saved is kept, so that its text is there when the job is opened again.
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

  /** Sets the single listener for events of lists. */
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

  /** Saves and releases every list but that of `jobId`; rejects where one cannot be saved. */
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

  /** Releases a list without saving: its job is deleted. */
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
