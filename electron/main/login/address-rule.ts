/** Where a host leads: see SECURITY.md, "Addresses". */
export type AddressKind = 'public' | 'private' | 'metadata';

interface AddressRuleParts {
  /** The address that the person typed. */
  readonly typed: URL;
  /** The job lets pages of the web reach private addresses. */
  readonly allowPrivate: boolean;
  /** A proxy looks the names up: then they alone count. */
  readonly isProxied: boolean;
  /** What addresses or names lead to, by themselves. */
  kindsOf(hosts: readonly string[]): Promise<readonly AddressKind[]>;
  /** The addresses of a name. */
  lookUp(host: string): Promise<readonly string[]>;
}

/**
 * Decides for each request of a log-in window whether it may leave: the rule that runs keep for redirects,
 * which begins with the address that the person typed.
 */
export class AddressRule {
  readonly #parts: AddressRuleParts;
  readonly #known = new Map<string, Promise<AddressKind>>();
  /** A public page was shown: from there on a stranger leads. */
  #strangerLeads = false;

  constructor(parts: AddressRuleParts) {
    this.#parts = parts;
  }

  /**
   * The reason why a request may not leave, as a sentence; null if it may.
   *
   * @param isDocument it is for a page or for a frame, whose scripts will ask for more
   */
  async refuses(url: string, isDocument: boolean): Promise<string | null> {
    const target = URL.canParse(url) ? new URL(url) : null;
    if (target === null || !/^(https?|wss?):$/.test(target.protocol)) {
      return /^(about|blob|data):$/.test(target?.protocol ?? '')
        ? null
        : 'Only pages of the web are opened here.';
    }
    const { typed, allowPrivate } = this.#parts;
    const host = target.hostname;
    const kind = await this.#kindOf(host);
    const isTyped = host === typed.hostname;
    switch (kind) {
      case 'public':
        if (isDocument) this.#strangerLeads = true;
        return null;
      case 'private': {
        if (allowPrivate) return null;
        const mayLead = isTyped || (await this.#kindOf(typed.hostname)) === 'private';
        if (mayLead && !this.#strangerLeads) return null;
        return `A page of the web may not reach ${host}, which is this computer or its network. The option “Private addresses” of the job allows it.`;
      }
      case 'metadata':
        return isTyped && allowPrivate ? null : `The address ${host} is not allowed.`;
    }
  }

  #kindOf(host: string): Promise<AddressKind> {
    const known = this.#known.get(host) ?? this.#find(host);
    this.#known.set(host, known);
    // A look-up that failed is made again the next time.
    known.catch(() => this.#known.delete(host));
    return known;
  }

  async #find(host: string): Promise<AddressKind> {
    const { isProxied, kindsOf, lookUp } = this.#parts;
    const [own = 'metadata'] = await kindsOf([host]);
    if (own !== 'public' || isProxied || isAddress(host)) return own;
    const kinds = await kindsOf((await lookUp(host)).slice(0, mostAddresses));
    if (kinds.includes('metadata')) return 'metadata';
    return kinds.includes('private') ? 'private' : 'public';
  }
}

const mostAddresses = 100;
const isAddress = (host: string): boolean => host.startsWith('[') || /^[\d.]+$/.test(host);
