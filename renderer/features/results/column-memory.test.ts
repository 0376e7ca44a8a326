import { describe, expect, it } from 'vitest';
import { laidOut, recallLayout, rememberLayout } from './column-memory.ts';

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      kept.set(key, value);
    },
  };
}

const columns = ['$url', 'title', 'price'].map((colId) => ({ colId, width: 100 }));

describe('the layout of columns', () => {
  it('is kept for each job', () => {
    const kept = memory();
    rememberLayout(kept, 'a', [{ colId: 'title', width: 300 }]);
    expect(recallLayout(kept, 'a')).toEqual([{ colId: 'title', width: 300 }]);
    expect(recallLayout(kept, 'b')).toBeNull();
  });

  it('is forgotten when it cannot be read', () => {
    const kept = memory();
    kept.setItem('trawl.columns.a', '[{"colId":1}]');
    kept.setItem('trawl.columns.b', '{');
    expect([recallLayout(kept, 'a'), recallLayout(kept, 'b')]).toEqual([null, null]);
  });

  it('gives columns their order and widths back', () => {
    const layout = [
      { colId: 'price', width: 80 },
      { colId: '$url', width: 250 },
      { colId: 'title', width: 300 },
    ];
    expect(laidOut(columns, layout)).toEqual(layout);
    expect(laidOut(columns, null)).toEqual(columns);
  });

  it('puts a new field behind its neighbour, and skips one that is gone', () => {
    const layout = [
      { colId: 'price', width: 80 },
      { colId: 'gone', width: 80 },
      { colId: '$url', width: 250 },
    ];
    expect(laidOut(columns, layout).map(({ colId }) => colId)).toEqual(['price', '$url', 'title']);
  });
});
