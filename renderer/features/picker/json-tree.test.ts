import { describe, expect, it } from 'vitest';
import { callWith } from '#renderer/bridge/call.fixture.ts';
import type { JsonMember } from '#shared/engine-protocol/pick.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { JsonTree, namesOf } from './json-tree.ts';

const things = 1000;
const plain = (name: string | number, text: string): JsonMember => ({
  name,
  kind: 'text',
  text,
  count: 0,
  plain: true,
});
const holder = (name: string | number, count: number): JsonMember => ({
  name,
  kind: name === 'items' ? 'list' : 'object',
  text: '',
  count,
  plain: false,
});

/** {"total": "…", "items": [{"name": "…", "price": "…"}, …]} */
function membersAt(path: readonly number[], from: number, count: number) {
  if (path.length === 0) {
    return { self: holder('$', 2), members: [plain('total', '1000'), holder('items', things)] };
  }
  if (path.length === 1) {
    const members = Array.from({ length: Math.min(count, things - from) }, (_, at) =>
      holder(from + at, 2),
    );
    return { self: holder('items', things), members };
  }
  return {
    self: holder(path[1] ?? 0, 2),
    members: [plain('name', `Lamp ${path[1]}`), plain('price', '1.10')],
  };
}

function treeOf() {
  const asked: string[] = [];
  const tree = new JsonTree({
    key: 'job',
    url: 'https://a.example/items',
    send: callWith({
      'pick.members': async ({ path, from, count }) => {
        asked.push(`${path.join('.')}/${from}`);
        return membersAt(path, from, count);
      },
    }),
  });
  const lines = () =>
    tree.store
      .getState()
      .lines.map((line) => (line.kind === 'more' ? `more ${line.left}` : line.node.member.name));
  const active = () => lines()[tree.store.getState().active];
  return { tree, asked, lines, active };
}

describe('the tree of a JSON page', () => {
  it('opens its longest list and two items of it, and asks for no more than that', async () => {
    const { tree, asked, lines } = treeOf();
    await tree.begin();
    expect(lines().slice(0, 10)).toEqual([
      '$',
      'total',
      'items',
      ...[0, 'name', 'price', 1, 'name', 'price', 2],
    ]);
    expect(lines().at(-1)).toBe('more 800');
    expect(asked).toEqual(['/0', '1/0', '1.0/0', '1.1/0']);
  });

  it('shows more of a list, and keeps what was open when it is closed and opened', async () => {
    const { tree, asked, lines } = treeOf();
    await tree.begin();
    const list = tree.store.getState().lines[2]?.node;
    if (list === undefined) throw new Error('There is no list.');
    await tree.showMore(list);
    expect(lines().at(-1)).toBe('more 600');
    await tree.toggle(list);
    expect(lines()).toEqual(['$', 'total', 'items']);
    await tree.toggle(list);
    expect(lines()).toHaveLength(3 + 400 + 4 + 1);
    expect(asked).toHaveLength(5);
  });

  it('is walked by keys: into a value, out of it, and over it', async () => {
    const { tree, active } = treeOf();
    await tree.begin();
    tree.activate(3);
    await tree.goIn();
    expect(active()).toBe('name');
    await tree.goOut();
    expect(active()).toBe(0);
    await tree.goOut();
    await tree.goOut();
    expect(active()).toBe('items');
    tree.activate(-5);
    expect(active()).toBe('$');
    tree.activate(1_000_000);
    expect(active()).toBe('more 800');
  });

  it('keeps the active line while lines above it come and go', async () => {
    const { tree, active } = treeOf();
    await tree.begin();
    const node = (line: number) => {
      const found = tree.store.getState().lines[line]?.node;
      if (found === undefined) throw new Error(`There is no line ${line}.`);
      return found;
    };
    const [list, item] = [node(2), node(3)];
    const activeNode = () => node(tree.store.getState().active);
    tree.activate(8);
    expect(active()).toBe('price');
    const before = activeNode();
    await tree.toggle(item);
    expect(activeNode()).toBe(before);
    await tree.toggle(item);
    expect(activeNode()).toBe(before);
    tree.activate(1_000_000);
    await tree.toggle(item);
    expect(active()).toBe('more 800');
    await tree.showMore(list);
    expect(active()).toBe(200);
    // It is closed in.
    await tree.toggle(list);
    expect(active()).toBe('items');
  });

  it('brings a value into sight that is not open yet', async () => {
    const { tree, active } = treeOf();
    await tree.begin();
    await tree.reveal([1, 450, 1]);
    expect(active()).toBe('price');
    const line = tree.store.getState().lines[tree.store.getState().active];
    expect(line && namesOf(line.node)).toBe('items › [450] › price');
  });

  it('gives up on a value that the page no longer has', async () => {
    let asked = 0;
    const tree = new JsonTree({
      key: 'job',
      url: '',
      send: callWith({
        'pick.members': async ({ path, from, count }) => {
          asked += 1;
          // Else this test would never end.
          if (asked > 50) throw new TrawlError('BAD_INPUT', 'Asked without end.');
          const answer = membersAt(path, from, count);
          return path.length === 1 && from > 0 ? { ...answer, members: [] } : answer;
        },
      }),
    });
    await tree.begin();
    await tree.reveal([1, 450, 1]);
    expect(tree.store.getState()).toMatchObject({ active: 0, problem: null });
  });

  it('no longer shows a problem that is over', async () => {
    let isBroken = true;
    const tree = new JsonTree({
      key: 'job',
      url: '',
      send: callWith({
        'pick.members': async ({ path, from, count }) => {
          if (isBroken) throw new TrawlError('BAD_INPUT', 'The engine was restarted.');
          return membersAt(path, from, count);
        },
      }),
    });
    await tree.begin();
    expect(tree.store.getState().problem).toBe('The engine was restarted.');
    isBroken = false;
    await tree.begin();
    expect(tree.store.getState().problem).toBe(null);
  });

  it('says why a page has none', async () => {
    const tree = new JsonTree({
      key: 'job',
      url: '',
      send: callWith({
        'pick.members': async () => {
          throw new TrawlError('BAD_INPUT', 'This page is no JSON.');
        },
      }),
    });
    await tree.begin();
    expect(tree.store.getState().problem).toBe('This page is no JSON.');
  });
});
