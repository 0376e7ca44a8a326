import { Button, Switch, Tooltip } from '@mantine/core';
import { IconFileText, IconSitemap } from '@tabler/icons-react';
import { useStore } from 'zustand';
import type { InputAnalysis } from '#shared/engine-protocol/input.ts';
import { formatQuantity } from '#shared/format.ts';
import type { ListFormat } from '#shared/ipc/job-library.ts';
import type { ListDocument } from './list-document.ts';
import { mayChangeReading, readingText, remarkOn } from './reading-words.ts';
import classes from './urls.module.css';

export interface ReadingBarProps {
  readonly document: ListDocument;
  readonly format: ListFormat;
  readonly patternsOn: boolean;
  readonly onPatterns: (on: boolean) => void;
  readonly keepDuplicates: boolean;
  readonly onKeepDuplicates: (keep: boolean) => void;
  readonly onOpenFile: () => void;
  readonly onFromSitemap: () => void;
  readonly onChangeReading: () => void;
  /** Reads the lines in the format that their content looks like. */
  readonly onReadAsFound: () => void;
}

/** How the list is read, and the controls to change that. */
export function ReadingBar(props: ReadingBarProps) {
  const { format } = props;
  const analysis = useStore(props.document.store, (state) => state.analysis);
  const mayChange = useStore(props.document.store, mayChangeReading);
  const text = readingText(analysis?.reading, format);
  return (
    <>
      <div className={classes['bar']}>
        <span className={classes['reading']}>
          <span className={classes['readingText']} title={text}>
            {text}
          </span>
          {mayChange && (
            <Button size="compact-xs" variant="subtle" onClick={props.onChangeReading}>
              Change
            </Button>
          )}
        </span>
        <span className={classes['switches']}>
          {format.kind !== 'feed' && <PatternSwitch {...props} analysis={analysis} />}
          <Tooltip label="Give repeated URLs rows of their own. They are fetched once all the same.">
            <Switch
              label="Keep duplicates"
              checked={props.keepDuplicates}
              onChange={(event) => props.onKeepDuplicates(event.currentTarget.checked)}
            />
          </Tooltip>
          <Button
            variant="default"
            leftSection={<IconFileText size={14} />}
            onClick={props.onOpenFile}
          >
            Open file…
          </Button>
          <Button
            variant="default"
            leftSection={<IconSitemap size={14} />}
            onClick={props.onFromSitemap}
          >
            From a sitemap…
          </Button>
        </span>
      </div>
      <Remark analysis={analysis} format={format} onReadAsFound={props.onReadAsFound} />
    </>
  );
}

interface PatternSwitchProps extends Pick<ReadingBarProps, 'patternsOn' | 'onPatterns'> {
  readonly analysis: InputAnalysis | null;
}

/** The switch for patterns, and the number of URLs that they make. */
function PatternSwitch({ patternsOn, onPatterns, analysis }: PatternSwitchProps) {
  const found = analysis?.account.patterns;
  return (
    <span className={classes['patterns']}>
      <Tooltip label="[1-100], [001-100], [a-z] and {red,green} in a line stand for many URLs.">
        <Switch
          label="Patterns"
          checked={patternsOn}
          onChange={(event) => onPatterns(event.currentTarget.checked)}
        />
      </Tooltip>
      {found !== undefined && found.records > 0 && (
        <span className={classes[patternsOn ? 'patternCount' : 'muted']} aria-live="polite">
          {formatQuantity(found.records, 'line')} {patternsOn ? makes(found.records) : 'would make'}{' '}
          {formatQuantity(found.urls, 'URL')}
        </span>
      )}
    </span>
  );
}

const makes = (lines: number): string => (lines === 1 ? 'makes' : 'make');

/** A remark on how the list is read, with a button to change it. */
function Remark({
  analysis,
  format,
  onReadAsFound,
}: Pick<ReadingBarProps, 'format' | 'onReadAsFound'> & {
  readonly analysis: InputAnalysis | null;
}) {
  if (analysis === null) return null;
  const { looksLike, reading } = analysis;
  if (looksLike !== null && format.kind === 'lines') {
    const what = looksLike === 'table' ? 'a table' : 'a sitemap or feed';
    return (
      <div className={classes['remark']} role="status">
        <span>The list looks like {what}.</span>
        <Button size="compact-xs" variant="default" onClick={onReadAsFound}>
          Read it as {what}
        </Button>
      </div>
    );
  }
  const remark = remarkOn(reading);
  if (remark === null) return null;
  return (
    <div className={classes['remark']} role="status">
      <span>{remark}</span>
    </div>
  );
}
