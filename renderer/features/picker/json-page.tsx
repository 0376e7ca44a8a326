import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { call } from '#renderer/bridge/client.ts';
import type { PreviewPage } from '#shared/engine-protocol/preview.ts';
import { JsonPane } from './json-pane.tsx';
import { JsonTree } from './json-tree.ts';
import type { Pointing } from './pointing.ts';

interface JsonPageProps {
  readonly pointing: Pointing;
  readonly page: PreviewPage;
}

/** A page that is JSON, as a tree whose values become fields. */
export function JsonPage({ pointing, page }: JsonPageProps) {
  const marks = useStore(pointing.store, (state) => state.marks);
  const revealed = useStore(pointing.store, (state) => state.revealed);
  const tree = useMemo(
    () => new JsonTree({ send: call, key: pointing.jobId, url: page.url }),
    [pointing, page],
  );
  useEffect(() => void tree.begin(), [tree]);
  useEffect(() => {
    if (revealed !== null) void tree.reveal(revealed);
  }, [tree, revealed]);
  return (
    <JsonPane
      key={`${page.url} ${page.fetchedAtMs}`}
      tree={tree}
      marks={marks}
      onHover={(name) => void pointing.hear({ kind: 'hovered', name })}
      onPick={({ path, member }) =>
        void pointing.hear({ kind: 'picked', element: { path: [...path], tag: member.kind } })
      }
    />
  );
}
