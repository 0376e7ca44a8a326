import { createStore } from 'zustand/vanilla';
import type { Call } from '#renderer/bridge/client.ts';
import type { ElementPath, JsonMember } from '#shared/engine-protocol/pick.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';

/** A line of the tree: a value, or the offer to show more members of one. */
export type TreeLine =
  | { readonly kind: 'value'; readonly node: TreeNode }
  | { readonly kind: 'more'; readonly node: TreeNode; readonly left: number };

export interface TreeNode {
  readonly member: JsonMember;
  readonly path: ElementPath;
  readonly parent: TreeNode | null;
  /** The members that are there so far; they stay when it is closed. */
  children: TreeNode[];
  isOpen: boolean;
}

interface TreeState {
  readonly lines: readonly TreeLine[];
  /** The number of the line that the keys act on. */
  readonly active: number;
  readonly problem: string | null;
}

export interface JsonSource {
  readonly send: Call;
  readonly key: string;
  readonly url: string;
  /** Data that the page has fetched, by its number, in place of the page. */
  readonly answer?: number;
}

export const membersAtOnce = 200;
/** A value that stands behind more members of a list is not brought into sight. */
const farthestRevealed = 5000;

/**
 * The lines of a JSON document as far as they are open. Members are asked for when they are to be seen, so that
 * a page of any size costs no more than what is on the screen.
 */
export class JsonTree {
  readonly store = createStore<TreeState>(() => ({ lines: [], active: 0, problem: null }));
  readonly #source: JsonSource;
  #root: TreeNode | null = null;

  constructor(source: JsonSource) {
    this.#source = source;
  }

  /** Opens the document as far as it takes to see what it holds. */
  async begin(): Promise<void> {
    await this.#quietly(async () => {
      const { self, members } = await this.#ask([], 0);
      const root: TreeNode = { member: self, path: [], parent: null, children: [], isOpen: true };
      root.children = members.map((member, at) => nodeOf(root, member, at));
      this.#root = root;
      this.#tell();
      const list = self.kind === 'list' ? root : largestOf(root);
      if (list === null) return;
      await this.#open(list);
      // Two items: the same value in both makes a list.
      for (const item of list.children.slice(0, 2))
        if (item.member.count > 0) await this.#open(item);
      this.#tell();
    });
  }

  /** Opens or closes what a line holds. */
  async toggle(node: TreeNode): Promise<void> {
    if (node.member.count === 0) return;
    await this.#quietly(async () => {
      if (node.isOpen) node.isOpen = false;
      else await this.#open(node);
      this.#tell();
    });
  }

  async showMore(node: TreeNode): Promise<void> {
    await this.#quietly(async () => {
      await this.#load(node);
      this.#tell();
    });
  }

  activate(line: number): void {
    const { lines } = this.store.getState();
    this.store.setState({ active: Math.max(0, Math.min(line, lines.length - 1)) });
  }

  /** To the first member, or opens it. */
  async goIn(): Promise<void> {
    const { lines, active } = this.store.getState();
    const line = lines[active];
    if (line?.kind !== 'value' || line.node.member.count === 0) return;
    if (line.node.isOpen) this.activate(active + 1);
    else await this.toggle(line.node);
  }

  /** Closes it, or to what holds it. */
  async goOut(): Promise<void> {
    const { lines, active } = this.store.getState();
    const line = lines[active];
    if (line === undefined) return;
    const { node, kind } = line;
    if (kind === 'value' && node.isOpen && node.member.count > 0) return this.toggle(node);
    const around = kind === 'more' ? node : node.parent;
    const at = lines.findIndex((one) => one.kind === 'value' && one.node === around);
    if (at >= 0) this.activate(at);
  }

  /** Opens what a value stands in, and makes its line the active one. */
  async reveal(path: ElementPath): Promise<void> {
    await this.#quietly(async () => {
      let node = this.#root;
      for (const place of path) {
        if (node === null || place > farthestRevealed) return;
        if (!node.isOpen) await this.#open(node);
        while (node.children.length <= place && node.children.length < node.member.count) {
          const before = node.children.length;
          await this.#load(node);
          // A page that has changed since may have fewer members than it said.
          if (node.children.length === before) return;
        }
        node = node.children[place] ?? null;
      }
      this.#tell();
      const { lines } = this.store.getState();
      const at = lines.findIndex((one) => one.kind === 'value' && one.node === node);
      if (at >= 0) this.activate(at);
    });
  }

  async #open(node: TreeNode): Promise<void> {
    if (node.children.length === 0) await this.#load(node);
    node.isOpen = true;
  }

  async #load(node: TreeNode): Promise<void> {
    const from = node.children.length;
    const { members } = await this.#ask(node.path, from);
    // The same members may have been asked for twice.
    if (node.children.length !== from) return;
    node.children.push(...members.map((member, at) => nodeOf(node, member, from + at)));
  }

  #ask(path: ElementPath, from: number) {
    const { send, ...source } = this.#source;
    return send('pick.members', { ...source, path: [...path], from, count: membersAtOnce });
  }

  #tell(): void {
    const lines: TreeLine[] = [];
    if (this.#root !== null) collect(this.#root, lines);
    const { lines: before, active } = this.store.getState();
    const line = before[active];
    this.store.setState({ lines, active: line === undefined ? 0 : placeOf(line, lines) });
  }

  async #quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.store.setState({ problem: null });
    } catch (error) {
      const { code, message } = toErrorReply(error);
      if (code !== 'CANCELLED') this.store.setState({ problem: message });
    }
  }
}

function nodeOf(parent: TreeNode, member: JsonMember, place: number): TreeNode {
  return { member, path: [...parent.path, place], parent, children: [], isOpen: false };
}

/** What is most likely meant: the member with the most members of its own. */
function largestOf(root: TreeNode): TreeNode | null {
  const holders = root.children.filter(({ member }) => member.count > 0);
  const lists = holders.filter(({ member }) => member.kind === 'list' && !member.plain);
  const candidates = lists.length > 0 ? lists : holders;
  return candidates.reduce<TreeNode | null>(
    (best, one) => (best === null || one.member.count > best.member.count ? one : best),
    null,
  );
}

function collect(node: TreeNode, lines: TreeLine[]): void {
  lines.push({ kind: 'value', node });
  if (!node.isOpen) return;
  for (const child of node.children) collect(child, lines);
  const left = node.member.count - node.children.length;
  if (left > 0) lines.push({ kind: 'more', node, left });
}

/**
 * The number that a line has now. Where more members are shown, it is that of the first new one; where the line is
 * closed in, that of the value that holds it.
 */
function placeOf(line: TreeLine, lines: readonly TreeLine[]): number {
  const valueAt = (node: TreeNode) =>
    lines.findIndex((one) => one.kind === 'value' && one.node === node);
  if (line.kind === 'more') {
    const { node, left } = line;
    const next = node.children[node.member.count - left];
    const at =
      next === undefined
        ? lines.findIndex((one) => one.kind === 'more' && one.node === node)
        : valueAt(next);
    if (at >= 0) return at;
  }
  for (let node: TreeNode | null = line.node; node !== null; node = node.parent) {
    const at = valueAt(node);
    if (at >= 0) return at;
  }
  return 0;
}

/** The names that lead to a value, in words. */
export function namesOf(node: TreeNode): string {
  const names: string[] = [];
  for (let at: TreeNode | null = node; at !== null && at.parent !== null; at = at.parent) {
    const { name } = at.member;
    names.push(typeof name === 'number' ? `[${name}]` : name);
  }
  return names.reverse().join(' › ').slice(0, 200);
}
