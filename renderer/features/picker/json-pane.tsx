import { IconChevronRight } from '@tabler/icons-react';
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { assertNever } from '#shared/assert-never.ts';
import { formatCount, formatQuantity } from '#shared/format.ts';
import type { ViewMarks } from '#shared/ipc/page-view.ts';
import classes from './json-pane.module.css';
import {
  type JsonTree,
  membersAtOnce,
  namesOf,
  type TreeLine,
  type TreeNode,
} from './json-tree.ts';

interface JsonPaneProps {
  readonly tree: JsonTree;
  /** Null: the tree is for looking at. */
  readonly onPick: ((node: TreeNode) => void) | null;
  readonly onHover: (name: string) => void;
  readonly marks: ViewMarks;
}

const lineHeight = 24;
/** Lines above and below what is seen. */
const spare = 12;
/** Deeper values stand no further to the right, so that they stay in sight. */
const deepestIndent = 24;

/** A JSON document as a tree of values, of which only the lines in sight are in the page. */
export function JsonPane({ tree, onPick, onHover, marks }: JsonPaneProps) {
  const lines = useStore(tree.store, (state) => state.lines);
  const active = useStore(tree.store, (state) => state.active);
  const problem = useStore(tree.store, (state) => state.problem);
  const area = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ top: 0, height: 600 });
  const marked = useMemo(() => marksByPath(marks), [marks]);

  useEffect(() => {
    const element = area.current;
    if (element === null) return;
    const look = () => setSight({ top: element.scrollTop, height: element.clientHeight });
    const resizes = new ResizeObserver(look);
    resizes.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      resizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  useEffect(() => {
    const element = area.current;
    if (element === null) return;
    const top = active * lineHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + lineHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + lineHeight - element.clientHeight;
    }
  }, [active]);

  function act(line: TreeLine) {
    if (line.kind === 'more') void tree.showMore(line.node);
    else if (line.node.member.plain && onPick !== null) onPick(line.node);
    else void tree.toggle(line.node);
  }
  function goTo(place: number) {
    tree.activate(place);
    const line = tree.store.getState().lines[tree.store.getState().active];
    onHover(line?.kind === 'value' ? namesOf(line.node) : '');
  }
  /** A press that began in another line, or outside, is no click on one. */
  function onClick({ target }: MouseEvent) {
    if (!(target instanceof Element)) return;
    const place = Number(target.closest('[data-place]')?.getAttribute('data-place') ?? -1);
    const line = lines[place];
    if (line === undefined) return;
    tree.activate(place);
    if (target.closest('[data-chevron]') === null) act(line);
    else void tree.toggle(line.node);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(sight.height / lineHeight) - 1);
    const line = lines[active];
    switch (event.key) {
      case 'ArrowDown':
        goTo(active + 1);
        break;
      case 'ArrowUp':
        goTo(active - 1);
        break;
      case 'PageDown':
        goTo(active + page);
        break;
      case 'PageUp':
        goTo(active - page);
        break;
      case 'Home':
        goTo(0);
        break;
      case 'End':
        goTo(lines.length - 1);
        break;
      case 'ArrowRight':
        void tree.goIn();
        break;
      case 'ArrowLeft':
        void tree.goOut();
        break;
      case 'Enter':
      case ' ':
        if (line !== undefined) act(line);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  const first = Math.max(0, Math.floor(sight.top / lineHeight) - spare);
  const last = Math.min(lines.length, Math.ceil((sight.top + sight.height) / lineHeight) + spare);
  // The active line is in the page wherever it stands: a screen reader is told of it by its id.
  const places = [
    ...(active < first ? [active] : []),
    ...Array.from({ length: Math.max(0, last - first) }, (_, at) => first + at),
    ...(active >= last ? [active] : []),
  ];
  return (
    <div className={classes['pane']}>
      {problem !== null && (
        <div className={classes['problem']} role="alert">
          {problem}
        </div>
      )}
      <div
        ref={area}
        className={classes['tree']}
        role="tree"
        aria-label="Values of the page"
        tabIndex={0}
        aria-activedescendant={lines.length === 0 ? undefined : idOf(active)}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onMouseLeave={() => onHover('')}
      >
        <div className={classes['lines']} style={{ height: lines.length * lineHeight }}>
          {places.map((place) => {
            const line = lines[place];
            if (line === undefined) return null;
            return (
              <Line
                key={`${line.kind} ${line.node.path.join('.')}`}
                line={line}
                place={place}
                isActive={place === active}
                mark={line.kind === 'value' ? marked.get(line.node.path.join('.')) : undefined}
                canPick={onPick !== null}
                onHover={onHover}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface Mark {
  readonly color: string | null;
  readonly tone: 'row' | 'different' | null;
}

function marksByPath({ fields, rows, different }: ViewMarks): ReadonlyMap<string, Mark> {
  const found = new Map<string, Mark>();
  for (const path of rows) found.set(path.join('.'), { color: null, tone: 'row' });
  for (const path of different) found.set(path.join('.'), { color: null, tone: 'different' });
  for (const { color, paths } of fields) {
    for (const path of paths) {
      const key = path.join('.');
      found.set(key, { tone: found.get(key)?.tone ?? null, color });
    }
  }
  return found;
}

interface LineProps {
  readonly line: TreeLine;
  readonly place: number;
  readonly isActive: boolean;
  readonly mark: Mark | undefined;
  readonly canPick: boolean;
  readonly onHover: (name: string) => void;
}

function Line({ line, place, isActive, mark, canPick, onHover }: LineProps) {
  const { node } = line;
  const level = node.path.length + (line.kind === 'more' ? 2 : 1);
  const style = {
    top: place * lineHeight,
    paddingInlineStart: 8 + Math.min(level - 1, deepestIndent) * 14,
    ...(mark?.color != null && { '--mark': mark.color }),
  };
  if (line.kind === 'more') {
    const next = formatCount(Math.min(membersAtOnce, line.left));
    return (
      <div
        id={idOf(place)}
        className={classes['line']}
        style={style}
        role="treeitem"
        tabIndex={-1}
        aria-level={level}
        aria-selected={false}
        data-active={isActive || undefined}
        data-more
        data-place={place}
      >
        Show {next} more of {formatCount(line.left)}
      </div>
    );
  }
  const { member } = node;
  const holds = member.count > 0;
  return (
    <div
      id={idOf(place)}
      className={classes['line']}
      style={style}
      role="treeitem"
      tabIndex={-1}
      aria-level={level}
      aria-selected={mark?.color != null}
      aria-expanded={holds ? node.isOpen : undefined}
      aria-setsize={node.parent?.member.count ?? 1}
      aria-posinset={(node.path.at(-1) ?? 0) + 1}
      data-active={isActive || undefined}
      data-mark={mark?.color != null || undefined}
      data-tone={mark?.tone ?? undefined}
      data-takes={(member.plain && canPick) || undefined}
      data-place={place}
      onPointerEnter={() => onHover(namesOf(node))}
    >
      <span
        className={classes['chevron']}
        data-open={node.isOpen || undefined}
        data-chevron={holds || undefined}
      >
        {holds && <IconChevronRight size={14} aria-hidden="true" />}
      </span>
      <span className={classes['name']} data-number={typeof member.name === 'number' || undefined}>
        {typeof member.name === 'number' ? `[${member.name}]` : member.name}
      </span>
      {member.kind === 'list' && (
        <span className={classes['count']}>{formatQuantity(member.count, 'item')}</span>
      )}
      {member.kind === 'object' && member.text === '' && (
        <span className={classes['count']}>{formatQuantity(member.count, 'value')}</span>
      )}
      <span className={classes['value']} data-kind={member.kind} dir="auto">
        {shownValue(node)}
      </span>
    </div>
  );
}

function shownValue({ member, isOpen }: TreeNode): string {
  switch (member.kind) {
    case 'list':
    case 'object':
      return isOpen ? '' : member.text;
    case 'text':
      return member.text === '' ? 'empty' : member.text;
    case 'number':
    case 'yes-no':
    case 'null':
      return member.text;
    default:
      return assertNever(member.kind);
  }
}

const idOf = (place: number): string => `json-line-${place}`;
