import { Button, HoverCard, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Warning } from '../../../../shared/contract/common.ts';
import type { ResultSet } from '../../../../shared/contract/models.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { LabelChip } from '../../../ui/chip.tsx';
import { csvLines } from '../../../ui/csv.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { saveFile } from '../../../ui/files.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { columnKind, valueText } from '../../../ui/grid/grid-model.ts';
import { counted, formatBytes } from '../../../ui/numbers.ts';
import { sizes } from '../../../ui/theme.ts';
import { Duration } from '../../../ui/time-text.tsx';
import { PartLabel } from './part-label.tsx';
import { QueryId } from './query-id.tsx';
import { RowLimit } from './row-limit.tsx';
import classes from './results.module.css';
import { type Preview, useModelPage } from '../workbench.ts';

export function ResultRows({ preview }: { preview: Extract<Preview, { status: 'done' }> }) {
  const { model } = useModelPage();
  const { result, part, where } = preview;
  const columns = useMemo(
    () => result.columns.map(column => ({ ...column, kind: columnKind(column.type) })),
    [result.columns],
  );
  return (
    <>
      <div className={classes.facts}>
        <PartLabel part={part} />
        <EnvironmentChip environment={where} />
        <RowCount result={result} />
        <Tooltip label="Size of these rows as JSON">
          <span>{formatBytes(result.bytes)}</span>
        </Tooltip>
        <span>
          <Duration ms={result.elapsed_ms} />
        </span>
        {result.engine === 'duckdb' && <Approximated warnings={result.warnings} />}
        <QueryId id={result.query_id} />
        <span className={classes.gap} />
        <RowLimit />
        <Tooltip label={`Export these ${counted(result.rows.length, 'row')} as CSV`}>
          <Button
            variant="subtle"
            color="gray"
            className={classes.small}
            leftSection={<IconDownload size={sizes.iconSmall} aria-hidden />}
            onClick={() => exportCsv(model.name, result)}
          >
            CSV
          </Button>
        </Tooltip>
      </div>
      <div className={classes.grid}>
        {result.rows.length === 0 ? (
          <EmptyState>
            The query returned no rows. Its columns: {columns.map(({ name }) => name).join(', ')}.
          </EmptyState>
        ) : (
          <DataGrid
            key={result.query_id}
            label={`Rows of ${part.label} in ${where.name}`}
            columns={columns}
            rows={result.rows}
          />
        )}
      </div>
    </>
  );
}

function RowCount({ result }: { result: ResultSet }) {
  const rows = counted(result.rows.length, 'row');
  if (!result.truncated) return <span>{rows}</span>;
  return (
    <Tooltip label="The query has more rows than were fetched; sorting and export see only these">
      <LabelChip tone="warning" icon={IconAlertTriangle}>
        first {rows}, there are more
      </LabelChip>
    </Tooltip>
  );
}

function Approximated({ warnings }: { warnings: readonly Warning[] }) {
  const label =
    warnings.length === 0 ? 'approximated on DuckDB' : `approximated on DuckDB (${warnings.length})`;
  return (
    <HoverCard width={360} position="bottom-start" shadow="md">
      <HoverCard.Target>
        <button type="button" className={classes.badge}>
          <LabelChip tone={warnings.length > 0 ? 'warning' : undefined}>{label}</LabelChip>
        </button>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <p className={classes.paragraph}>
          The Snowflake SQL was translated and run on the embedded DuckDB. Details can differ from Snowflake.
        </p>
        {warnings.length > 0 && <WarningList warnings={warnings} />}
      </HoverCard.Dropdown>
    </HoverCard>
  );
}

export function WarningList({ warnings }: { warnings: readonly Warning[] }) {
  return (
    <ul className={classes.warnings}>
      {warnings.map(warning => (
        <li key={`${warning.code} ${warning.line} ${warning.column} ${warning.message}`}>
          {warning.message}
          {warning.line !== undefined && ` (line ${warning.line})`}
        </li>
      ))}
    </ul>
  );
}

function exportCsv(name: string, result: ResultSet): void {
  const header = result.columns.map(column => column.name);
  function* rows() {
    for (const row of result.rows) yield row.map(valueText);
  }
  saveFile(`${name}.csv`, 'text/csv;charset=utf-8', csvLines(header, rows()));
}
