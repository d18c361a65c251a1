import { Anchor } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type {
  ColumnTrace,
  LineageColumn,
  LineageModel,
  TracedColumn,
} from '../../../../shared/contract/lineage.ts';
import { callFailure } from '../../../call-error.ts';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { useColumns } from '../lineage-data.ts';
import classes from './details.module.css';
import { Section } from './section.tsx';

interface Props {
  model: LineageModel;
  environment: string;
  drafts: boolean;
  column: string | null;
  trace: ColumnTrace | undefined;
  traceError: unknown;
  onColumn: (column: string | null) => void;
  onOpen: (key: string, select?: string, column?: string) => void;
}

/** How a column comes about, in a word. */
const derivations: Record<LineageColumn['derivation'], string> = {
  identity: 'copied',
  derived: 'calculated',
  windowed: 'over a window',
  aggregated: 'aggregated',
  constant: 'constant',
  unknown: 'not to be told',
};

const firstShown = 12;

/** The columns of a model; one of them opens to where it comes from and where it goes. */
export function Columns(props: Props) {
  const { model, environment, drafts, column, onColumn } = props;
  const query = useColumns(model.model_id, environment, drafts);
  const [all, setAll] = useState(false);
  if (query.error) {
    return (
      <Section title="Columns">
        <p className={classes.none}>{callFailure(query.error).message}</p>
      </Section>
    );
  }
  if (!query.data) return <Waiting lines={4} label="Loading the columns" />;
  const { columns, problem, complete } = query.data;
  const opened = columns.findIndex(({ name }) => name === column);
  const shown = all || opened >= firstShown ? columns : columns.slice(0, firstShown);
  return (
    <Section title={columns.length > 0 ? `Columns ${columns.length}` : 'Columns'}>
      {problem !== null && <p className={classes.none}>{problem}</p>}
      <ul className={classes.list}>
        {shown.map((each, index) => {
          const open = index === opened;
          const Chevron = open ? IconChevronDown : IconChevronRight;
          return (
            // Two columns may have one name.
            <li key={`${each.name} ${index}`} className={classes.column}>
              <button
                type="button"
                className={classes.columnName}
                aria-expanded={open}
                onClick={() => onColumn(open ? null : each.name)}
              >
                <Chevron size={sizes.iconSmall} aria-hidden />
                <span>{each.open ? '*' : each.name}</span>
                <span className={classes.derivation}>{derivations[each.derivation]}</span>
              </button>
              {open && <Way {...props} of={each} />}
            </li>
          );
        })}
      </ul>
      {shown.length < columns.length && (
        <Anchor component="button" type="button" className={classes.more} onClick={() => setAll(true)}>
          All {columns.length} columns
        </Anchor>
      )}
      {!complete && problem === null && (
        <p className={classes.none}>* stands for columns of tables that only the warehouse knows.</p>
      )}
    </Section>
  );
}

function Way({ of, model, trace, traceError, onOpen }: Props & { of: LineageColumn }) {
  if (traceError) return <p className={classes.none}>{callFailure(traceError).message}</p>;
  if (!trace || trace.column !== of.name) return <Waiting lines={2} label="Loading its way" />;
  return (
    <div className={classes.way}>
      <Ends
        title="From"
        ends={trace.up}
        none="No column: it is made here."
        select={`+${model.name}`}
        onOpen={onOpen}
      />
      <Ends
        title="Goes into"
        ends={trace.down}
        none="No column of another model here."
        select={`${model.name}+`}
        onOpen={onOpen}
      />
      {of.undecided.map(sentence => (
        <p key={sentence} className={classes.none}>
          {sentence}
        </p>
      ))}
    </div>
  );
}

function Ends({
  title,
  ends,
  none,
  select,
  onOpen,
}: {
  title: string;
  ends: readonly TracedColumn[];
  none: string;
  /** Shows all of them. */
  select: string;
  onOpen: Props['onOpen'];
}) {
  return (
    <div>
      <p className={classes.none}>{ends.length === 0 ? `${title}: ${none}` : title}</p>
      <ul className={classes.list}>
        {ends.map(({ key, node, column, hops, certain }) => (
          <li key={`${key} ${column}`} style={{ paddingInlineStart: `${(Math.min(hops, 6) - 1) * 0.75}rem` }}>
            <Anchor
              component="button"
              type="button"
              title={`${node}.${column}, ${hops === 1 ? 'directly' : `${hops} steps away`}`}
              onClick={() => onOpen(key, select, key.startsWith('model:') ? column : undefined)}
            >
              {node}.{column}
            </Anchor>
            {!certain && <span className={classes.none}>perhaps</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
