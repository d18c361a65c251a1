import { ActionIcon, Button, SegmentedControl, Select, Tooltip } from '@mantine/core';
import { IconArrowsExchange, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { changeSearch } from '../../../location.ts';
import { ChangeClassChip } from '../../../parts/change-class.tsx';
import { DiffView } from '../../../ui/diff-view.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { sizes } from '../../../ui/theme.ts';
import { useDeviceState } from '../../../ui/ui-state.ts';
import { useEscape } from '../../../ui/use-escape.ts';
import { useWindowFocus } from '../../../ui/use-window-focus.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { useModelPage } from '../workbench.ts';
import { takeFile } from '../origin/origin-actions.tsx';
import { ColumnChanges } from './column-changes.tsx';
import { DocsChanges } from './docs-changes.tsx';
import { restoreVersion } from './version-actions.tsx';
import classes from './versions.module.css';

const labelOf = (ref: string) => (/^\d/.test(ref) ? `v${ref}` : ref);
/** As the engine calls it. */
const textRef = (ref: string) => (ref === 'file' ? '@file' : ref);

/** Two texts of the model, how far-reaching the change is and why. In the address: `?compare=3..draft`. */
export function CompareView({ a, b }: { a: string; b: string }) {
  const page = useModelPage();
  const { model, draft } = page;
  const [part, setPart] = useState<'sql' | 'docs'>('sql');
  const [inline, setInline] = useDeviceState('compare.inline', false);
  const show = (left: string, right: string) => changeSearch({ compare: `${left}..${right}` });
  const close = () => changeSearch({ compare: null });
  useEscape(close);
  const comparesFile = a === 'file' || b === 'file';
  const diff = useQuery(
    api.models.diff.queryOptions({
      input: { model: String(model.id), a: textRef(a), b: textRef(b) },
      placeholderData: keepPreviousData,
      retry: false,
      // Nobody tells of a change of the file.
      ...(comparesFile && { staleTime: 0 }),
    }),
  );
  useWindowFocus(() => {
    if (comparesFile) void diff.refetch();
  });
  const comparesDraft = a === 'draft' || b === 'draft';
  useEffect(() => {
    if (comparesDraft) void draft.flush();
  }, [comparesDraft, draft]);

  const written = diff.data?.docs ?? [];
  const shown = written.length > 0 ? part : 'sql';
  // What became of columns is told by itself.
  const reasons = (diff.data?.reasons ?? []).filter(
    reason => !diff.data?.columns?.length || !reason.startsWith('column '),
  );
  const options = [
    { value: 'draft', label: 'draft' },
    ...(model.origin || comparesFile ? [{ value: 'file', label: 'file' }] : []),
    ...Array.from({ length: model.latest_version ?? 0 }, (_, index) => {
      const number = (model.latest_version ?? 0) - index;
      const tags = model.tags.filter(tag => tag.version === number).map(tag => tag.name);
      return {
        value: String(number),
        label: tags.length === 0 ? `v${number}` : `v${number} (${tags.join(', ')})`,
      };
    }),
  ];
  return (
    <section className={classes.compare} aria-label={`Comparison of ${labelOf(a)} and ${labelOf(b)}`}>
      <div className={classes.compareBar}>
        <Select
          aria-label="Before"
          data={options}
          value={a}
          searchable
          onChange={value => value && show(value, b)}
          w="9rem"
        />
        <Tooltip label="Swap">
          <ActionIcon aria-label="Swap the two texts" onClick={() => show(b, a)}>
            <IconArrowsExchange size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Select
          aria-label="After"
          data={options}
          value={b}
          searchable
          onChange={value => value && show(a, value)}
          w="9rem"
        />
        {diff.data && <ChangeClassChip change={diff.data.change} />}
        <span className={classes.gap} />
        {written.length > 0 && (
          <SegmentedControl<'sql' | 'docs'>
            aria-label="What is compared"
            data={[
              { value: 'sql', label: 'SQL' },
              { value: 'docs', label: `Docs (${written.length})` },
            ]}
            value={shown}
            onChange={setPart}
          />
        )}
        {shown === 'sql' && (
          <Button
            className={classes.arrangement}
            variant="subtle"
            color="gray"
            onClick={() => setInline(!inline)}
          >
            {inline ? 'Side by side' : 'Inline'}
          </Button>
        )}
        {/^\d+$/.test(a) && b === 'draft' && (
          <Button onClick={() => void restoreVersion(page, Number(a))}>Restore v{a} as draft…</Button>
        )}
        {comparesFile && model.origin && (
          <Button onClick={() => void takeFile(page)}>Take the file into the draft</Button>
        )}
        <Tooltip label="Back to the editor">
          <ActionIcon aria-label="Close the comparison" onClick={close}>
            <IconX size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      {diff.data?.columns && diff.data.columns.length > 0 && <ColumnChanges changes={diff.data.columns} />}
      {reasons.length > 0 && (
        <ul className={classes.reasons} aria-label="Why it is classed so">
          {reasons.map(reason => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {diff.error ? (
        <Failed
          trouble={troubleOf(diff.error, 'The texts could not be compared')}
          onRetry={() => void diff.refetch()}
        />
      ) : diff.data && shown === 'docs' ? (
        <DocsChanges changes={written} a={labelOf(a)} b={labelOf(b)} />
      ) : diff.data ? (
        <div className={classes.diff}>
          <DiffView
            before={diff.data.a.sql}
            after={diff.data.b.sql}
            beforeLabel={labelOf(a)}
            afterLabel={labelOf(b)}
            inline={inline}
          />
        </div>
      ) : (
        <Waiting lines={10} label="Comparing" />
      )}
    </section>
  );
}
