/* oxlint-disable jsx-a11y/prefer-tag-over-role -- only what is in view exists, which HTML's own tables cannot do */
import { classNames } from '../class-names.ts';
import classes from './data-grid.module.css';
import { cellStyle, isFirstLoose } from './grid-header.tsx';
import { type GridColumn, type GridRow, type GridValue, shortText } from './grid-model.ts';
import { type Area, contains } from './use-grid-selection.ts';
import { indexOf } from './use-grid-table.ts';
import type { ShownColumns } from './use-shown-columns.ts';

interface Props {
  /** Prefix of the cells' ids. */
  id: string;
  row: GridRow;
  /** Position among the rows as shown. */
  index: number;
  top: number;
  gutter: number;
  columns: readonly GridColumn[];
  shown: ShownColumns;
  area: Area;
  /** Position of the active cell in this row, or -1. */
  active: number;
}

export function GridLine(props: Props) {
  const { id, row, index, top, gutter, columns, shown, area, active } = props;
  return (
    <div role="row" aria-rowindex={index + 2} className={classes.row} style={{ top }}>
      <div
        role="rowheader"
        aria-colindex={1}
        className={classes.gutter}
        style={{ width: gutter }}
        data-row={index}
        data-column={-1}
      >
        {index + 1}
      </div>
      {shown.inView.map((item, order) => {
        const column = indexOf(item.column);
        const selected = contains(area, index, item.position);
        return (
          <div
            key={item.column.id}
            id={`${id}-${index}-${item.position}`}
            role="gridcell"
            aria-colindex={item.position + 2}
            aria-selected={selected}
            className={classNames(classes.cell, item.stickAt !== undefined && classes.stuck)}
            data-kind={columns[column]?.kind}
            data-active={item.position === active || undefined}
            data-row={index}
            data-column={item.position}
            style={cellStyle(item, isFirstLoose(shown.inView, order) ? shown.before : 0)}
          >
            <CellValue value={row[column] ?? null} />
          </div>
        );
      })}
    </div>
  );
}

function CellValue({ value }: { value: GridValue }) {
  if (value === null) return <span className={classes.none}>NULL</span>;
  return shortText(value);
}
