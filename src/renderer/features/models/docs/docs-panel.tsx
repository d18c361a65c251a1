import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type Docs, docs as docsSchema } from '../../../../shared/contract/docs.ts';
import { matchColumns } from '../../../../shared/domain/docs.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { StateChip } from '../../../ui/chip.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { useDraftDocs } from '../drafts/drafts.ts';
import { useModelPage } from '../workbench.ts';
import { renamedColumn, withColumn, withoutColumn } from './edit-docs.ts';
import { MarkdownField } from './markdown-field.tsx';
import classes from './docs.module.css';

/** What is written about the draft and its output columns, edited beside the SQL and kept with its next version. */
export function DocsPanel() {
  const { model, draft } = useModelPage();
  const docs = useDraftDocs(draft);
  const report = useQuery(
    api.models.docs.queryOptions({
      input: { model: String(model.id) },
      placeholderData: keepPreviousData,
      retry: false,
    }),
  );
  const previewed = usePreviewedColumns();
  const names = report.data?.columns?.map(({ name }) => name) ?? previewed ?? null;
  const { columns, unknown } = matchColumns(names, docs.columns);
  const shown = columns ?? docs.columns;
  const write = (next: Docs) => draft.writeDocs(next);
  const problemOf = (next: Docs) => docsSchema.safeParse(next).error?.issues[0]?.message;
  const documented = shown.filter(({ description }) => description !== '').length;
  return (
    <div className={classes.docs}>
      <section aria-label="About the model" className={classes.part}>
        <MarkdownField
          about="the model"
          title="About the model"
          value={docs.description}
          problemOf={description => problemOf({ ...docs, description })}
          onChange={description => write({ ...docs, description })}
        />
      </section>
      {report.error && (
        <Failed
          trouble={troubleOf(report.error, 'The columns could not be found out')}
          onRetry={() => void report.refetch()}
        />
      )}
      <section aria-label="Columns">
        <div className={classes.part}>
          <h2 className={classes.heading}>
            Columns{columns && columns.length > 0 && `: ${documented} of ${columns.length} described`}
          </h2>
          {report.isSuccess && columns === null && (
            <p className={classes.none}>
              The SQL alone does not tell which columns there are, as with <code>*</code>. A preview of the
              draft does.
            </p>
          )}
          {columns?.length === 0 && <p className={classes.none}>The query has none yet.</p>}
        </div>
        {unknown.map(({ name, meant, description }) => (
          <div key={`unknown ${name}`} className={classes.part} data-tone="warning">
            <div className={classes.head}>
              <code className={classes.title}>{name}</code>
              <StateChip tone="warning" icon={IconAlertTriangle}>
                no such column
              </StateChip>
            </div>
            <p className={classes.lost}>{description}</p>
            <div className={classes.foot}>
              {meant !== null && (
                <Button onClick={() => write(renamedColumn(docs, name, meant))}>It is {meant}</Button>
              )}
              <Button
                variant="subtle"
                aria-label={`Remove what is written about ${name}`}
                onClick={() => write(withoutColumn(docs, name))}
              >
                Remove
              </Button>
            </div>
          </div>
        ))}
        {shown.map(({ name, description }, index) =>
          name === '' ? (
            // oxlint-disable-next-line react/no-array-index-key -- they have nothing else
            <div key={`nameless ${index}`} className={classes.part}>
              <p className={classes.none}>A column without a name: give it an alias to describe it</p>
            </div>
          ) : (
            <div key={name} className={classes.part}>
              <MarkdownField
                about={`the column ${name}`}
                title={<code>{name}</code>}
                value={description}
                problemOf={text => problemOf(withColumn(docs, name, text, names))}
                onChange={text => write(withColumn(docs, name, text, names))}
              />
            </div>
          ),
        )}
      </section>
    </div>
  );
}

/** Columns of the last preview of the whole draft, where there was one. */
function usePreviewedColumns(): string[] | undefined {
  const { workbench } = useModelPage();
  const preview = workbench(state => state.preview);
  return preview.status === 'done' && preview.part.label === 'Draft'
    ? preview.result.columns.map(({ name }) => name)
    : undefined;
}
