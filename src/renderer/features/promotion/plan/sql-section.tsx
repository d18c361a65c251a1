import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type CSSProperties, useState } from 'react';
import type { Plan } from '../../../../shared/contract/promotion.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { DiffView } from '../../../ui/diff-view.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { useDeviceState } from '../../../ui/ui-state.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { goalText, runningText } from '../promotion-words.ts';
import { diffHeight, tallestDiff } from './diff-height.ts';
import classes from './plan.module.css';
import { Section } from './section.tsx';

/** The SQL before and after; both are versions, which never change. */
export function SqlSection({ plan, model }: { plan: Plan; model: string }) {
  const [inline, setInline] = useDeviceState('compare.inline', false);
  const before = useVersionSql(model, plan.from.version);
  const after = useVersionSql(model, plan.to.version);
  const [height, setHeight] = useState<number>();
  const error = before.error ?? after.error;
  const same = plan.sql_diff === '' && plan.from.version !== null;
  return (
    <Section
      title="SQL"
      marks={
        same
          ? 'the same text'
          : `${plan.from.version === null ? 'nothing' : runningText(plan.from)} → ${goalText(plan.to)}`
      }
      actions={
        !same &&
        !error && (
          <Button variant="subtle" color="gray" onClick={() => setInline(!inline)}>
            {inline ? 'Side by side' : 'Inline'}
          </Button>
        )
      }
    >
      {error ? (
        // The plan brings the difference itself; the texts may be gone.
        <>
          <ErrorPanel trouble={troubleOf(error, 'The two texts could not be loaded')} />
          {plan.sql_diff !== '' && <CodeView plain sql={plan.sql_diff} label="Difference" />}
        </>
      ) : same ? (
        <p className={classes.quiet}>Both versions have the same text; nothing about the result changes.</p>
      ) : before.sql === undefined || after.sql === undefined ? (
        <Waiting lines={8} label="Loading the texts" />
      ) : (
        <div
          className={classes.diff}
          style={
            {
              '--diff-height': `${Math.min(tallestDiff, height ?? diffHeight(before.sql, plan.sql_diff, inline))}px`,
            } as CSSProperties
          }
        >
          <DiffView
            before={before.sql}
            after={after.sql}
            beforeLabel={runningText(plan.from)}
            afterLabel={goalText(plan.to)}
            inline={inline}
            onHeight={setHeight}
          />
        </div>
      )}
    </Section>
  );
}

function useVersionSql(model: string, version: number | null) {
  const { data, error } = useQuery(
    api.models.version.queryOptions({
      input: { model, version: String(version ?? '') },
      enabled: version !== null,
    }),
  );
  return { sql: version === null ? '' : data?.sql, error };
}
