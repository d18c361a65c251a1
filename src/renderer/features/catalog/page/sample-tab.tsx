import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { displayRelation, type Relation } from '../../../../shared/domain/relation.ts';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { AsOf } from '../../../parts/as-of.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { columnKind } from '../../../ui/grid/grid-model.ts';
import { counted } from '../../../ui/numbers.ts';
import { sizes } from '../../../ui/theme.ts';
import { Duration } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import classes from '../catalog.module.css';
import { tableInput } from '../catalog-data.ts';

const limit = 100;

/** Some rows. Read when they are looked at, and again when somebody asks: not whenever something else changes. */
export function SampleTab({ environment, relation }: { environment: Environment; relation: Relation }) {
  const input = { ...tableInput(environment, relation), limit };
  const sample = useQuery({
    queryKey: ['table sample', input],
    queryFn: ({ signal }) => client.catalog.sample(input, { signal }),
    retry: false,
    gcTime: 0,
  });
  const { data } = sample;
  const columns = useMemo(
    () => data?.columns.map(column => ({ ...column, kind: columnKind(column.type) })) ?? [],
    [data],
  );
  if (sample.error) {
    return (
      <Failed
        trouble={troubleOf(sample.error, 'The rows could not be read')}
        onRetry={() => void sample.refetch()}
      />
    );
  }
  if (!data) return <Waiting lines={8} label="Reading rows" />;
  return (
    <>
      <div className={classes.facts}>
        <span>
          {data.truncated
            ? `${counted(data.rows.length, 'row')}, there are more`
            : `all ${counted(data.rows.length, 'row')}`}
        </span>
        <Duration ms={data.elapsed_ms} />
        <AsOf atMs={sample.dataUpdatedAt} />
        <span className={classes.gap} />
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          loading={sample.isFetching}
          leftSection={<IconRefresh size={sizes.iconSmall} aria-hidden />}
          onClick={() => void sample.refetch()}
        >
          Read again
        </Button>
      </div>
      <div className={classes.grid}>
        {data.rows.length === 0 ? (
          <EmptyState>There are no rows in it.</EmptyState>
        ) : (
          <DataGrid
            key={data.query_id}
            label={`Sample of ${displayRelation(relation)}`}
            columns={columns}
            rows={data.rows}
          />
        )}
      </div>
    </>
  );
}
