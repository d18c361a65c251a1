import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { PastQuery } from '../../../../shared/contract/queries.ts';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { changeSearch } from '../../../location.ts';
import { confirm } from '../../../ui/dialogs.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { showToast } from '../../../ui/notices.ts';
import { counted, formatBytes } from '../../../ui/numbers.ts';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { openModelDialog } from '../dialogs/dialog-state.ts';
import { QueryId } from '../results/query-id.tsx';
import { type ModelPageContext, useModelPage } from '../workbench.ts';
import classes from './history.module.css';
import results from '../results/results.module.css';

interface Props {
  query: PastQuery;
  onClose: () => void;
}

/** One query of the history with its whole text, and what can be done with it. */
export function HistoryEntry({ query, onClose }: Props) {
  const page = useModelPage();
  const text = useQuery(api.queries.get.queryOptions({ input: { query: query.id } }));
  const sql = text.data?.sql;
  return (
    <div className={classes.entry}>
      <div className={results.facts}>
        <Button
          className={results.small}
          leftSection={<IconArrowBackUp size={sizes.iconSmall} aria-hidden />}
          disabled={sql === undefined}
          onClick={() => sql !== undefined && void takeUp(page, sql)}
        >
          Open in the editor
        </Button>
        <Button
          className={results.small}
          leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />}
          disabled={sql === undefined}
          onClick={() =>
            sql !== undefined &&
            openModelDialog({ kind: 'create', from: { name: '', sql, onCreated: () => {} } })
          }
        >
          New model…
        </Button>
        <span className={results.gap} />
        <Tooltip label="Close">
          <ActionIcon aria-label="Close the query" onClick={onClose}>
            <IconX size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <p className={classes.line}>
        <span>{formatDuration(query.elapsed_ms)}</span>
        {query.rows !== null && (
          <span>
            {query.truncated ? 'first ' : ''}
            {counted(query.rows, 'row')}
          </span>
        )}
        {query.bytes !== null && <span>{formatBytes(query.bytes)}</span>}
        <span>{query.actor}</span>
        {query.query_id !== null && <QueryId id={query.query_id} />}
      </p>
      {query.error !== null && <p className={classes.error}>{query.error}</p>}
      <div className={results.grid}>
        {text.error ? (
          <Failed trouble={troubleOf(text.error, 'The query could not be read')} />
        ) : sql === undefined ? (
          <Waiting label="Loading the query" />
        ) : (
          <CodeView fill sql={sql} label="Query" />
        )}
      </div>
    </div>
  );
}

/** Makes a text the draft, in one step that can be undone; asks first when that would replace something no version has. */
async function takeUp({ model, draft, editor }: ModelPageContext, sql: string): Promise<void> {
  if (sql === draft.text()) {
    showToast('The draft has this text already');
    return;
  }
  const sure =
    !draft.isModified() ||
    draft.text().trim() === '' ||
    (await confirm({
      title: 'Open the query in the editor?',
      body: (
        <p>
          The draft of {model.name} has changes that are in no version, and its text is replaced. Undo in the
          editor brings it back.
        </p>
      ),
      verb: 'Replace the draft',
    }));
  if (!sure) return;
  draft.retype(sql);
  changeSearch({ compare: null });
  editor.current?.focus();
}
