import { IconKey } from '@tabler/icons-react';
import type { CatalogColumn, CatalogTableDetails } from '../../../../shared/contract/catalog.ts';
import { displayName } from '../../../../shared/domain/relation.ts';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import classes from '../catalog.module.css';

const cut = (text: string | null) => (
  <span className={classes.cell} title={text ?? undefined}>
    {text ?? ''}
  </span>
);

const columns: readonly ObjectColumn<CatalogColumn & { position: number }>[] = [
  {
    key: 'position',
    title: '#',
    width: '2.5rem',
    align: 'end',
    sortBy: ({ position }) => position,
    render: ({ position }) => <span className={classes.dim}>{position}</span>,
  },
  {
    key: 'name',
    title: 'Column',
    width: '2fr',
    sortBy: ({ name }) => name,
    render: ({ name, primary_key: key }) => (
      <span className={classes.cell} title={name}>
        {displayName(name)}
        {key && (
          <>
            {' '}
            <IconKey size={12} aria-label="primary key" />
          </>
        )}
      </span>
    ),
  },
  {
    key: 'type',
    title: 'Type',
    width: '1.5fr',
    sortBy: ({ type }) => type,
    render: ({ type }) => (
      <span className={`${classes.cell} ${classes.mono}`} title={type}>
        {type}
      </span>
    ),
  },
  {
    key: 'null',
    title: 'NULL',
    width: '5rem',
    render: ({ nullable }) => (nullable ? <span className={classes.dim}>allowed</span> : 'never'),
  },
  {
    key: 'default',
    title: 'Default',
    width: '1fr',
    fromWidth: 720,
    render: column => <span className={classes.mono}>{cut(column.default)}</span>,
  },
  { key: 'comment', title: 'Comment', width: '2fr', fromWidth: 560, render: ({ comment }) => cut(comment) },
];

export function ColumnsTab({ table }: { table: CatalogTableDetails }) {
  return (
    <ObjectTable
      label={`Columns of ${table.name}`}
      columns={columns}
      rows={table.columns.map((column, index) => ({ ...column, position: index + 1 }))}
      keyOf={({ name }) => name}
    />
  );
}
