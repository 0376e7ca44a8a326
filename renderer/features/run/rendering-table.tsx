import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { RunRendering, TemplateLine } from '#shared/engine-protocol/run-rendering.ts';
import { formatCount, formatQuantity } from '#shared/format.ts';
import { sameJson, useSampled } from './live.tsx';
import classes from './rendering-table.module.css';
import type { RunFeed } from './run-feed.ts';
import { decisionWords, evidenceWords, partsOf } from './template-words.ts';

/** What a person may say about the pages of a template; null: the evidence decides, from the beginning. */
export type Overrule = (template: string, decision: 'always' | 'never' | null) => void;

interface RenderingTableProps {
  readonly feed: RunFeed;
  readonly onOverrule: Overrule;
}

/** What the run renders, and why. */
export function RenderingTable({ feed, onOverrule }: RenderingTableProps) {
  const rendering = useSampled(feed, 500, (snapshot) => snapshot?.rendering ?? null, sameJson);
  if (rendering === null) return null;
  const { mode, templates, templateCount } = rendering;
  return (
    <section className={classes['scroll']} aria-label="Rendering">
      <p className={classes['lead']}>{leadOf(rendering)}</p>
      {mode === 'auto' && templates.length > 0 && (
        <table className={classes['table']}>
          <caption className="visually-hidden">
            Which pages are rendered, by host and shape of address
          </caption>
          <thead>
            <tr>
              <th scope="col">Pages like</th>
              <th scope="col">Are</th>
              <th scope="col">Because</th>
              <th scope="col">Rendered</th>
              <th scope="col">
                <span className="visually-hidden">Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {templates.map((line) => (
              <TemplateRow key={line.template} line={line} onOverrule={onOverrule} />
            ))}
          </tbody>
        </table>
      )}
      {templateCount > templates.length && (
        <p className={classes['lead']}>
          and {formatCount(templateCount - templates.length)} more, with fewer pages or nothing to
          render
        </p>
      )}
    </section>
  );
}

function leadOf({ mode, pages }: RunRendering): string {
  const so = `${formatQuantity(pages, 'page')} ${pages === 1 ? 'was' : 'were'} taken from a browser window.`;
  return mode === 'always'
    ? `Every page is rendered, as set in Options. ${so}`
    : `Pages are fetched first, and rendered where fields are empty without JavaScript. ${so}`;
}

interface TemplateRowProps {
  readonly line: TemplateLine;
  readonly onOverrule: Overrule;
}

function TemplateRow({ line, onOverrule }: TemplateRowProps) {
  const { shape, host } = partsOf(line);
  const because = evidenceWords(line);
  const { template, decision } = line;
  return (
    <tr>
      <th scope="row" title={template}>
        {shape} <span className={classes['host']}>{host}</span>
      </th>
      <td data-decision={decision}>{decisionWords(decision)}</td>
      <td>{because}</td>
      <td>{`${formatCount(line.rendered)} of ${formatCount(line.pages)}`}</td>
      <td>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`Change what happens to ${shape} on ${host}`}
              title="Change"
            >
              <IconDots size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              disabled={decision === 'always'}
              onClick={() => onOverrule(template, 'always')}
            >
              Always render
            </Menu.Item>
            <Menu.Item
              disabled={decision === 'never'}
              onClick={() => onOverrule(template, 'never')}
            >
              Never render
            </Menu.Item>
            <Menu.Item onClick={() => onOverrule(template, null)}>Decide again</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  );
}
