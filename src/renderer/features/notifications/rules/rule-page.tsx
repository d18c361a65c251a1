import { Button } from '@mantine/core';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { Gone } from '../../../parts/gone.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { channelsHref, rulesHref, useRules } from '../notifications-data.ts';
import { RuleEditor } from './rule-editor.tsx';

/** A rule by its id, or its name. */
export function RulePage({ id }: { id: string }) {
  const { data, rules, error, refetch } = useRules();
  const rule = rules.find(each => String(each.id) === id || each.name === id);
  if (rule) return <RuleEditor key={rule.id} rule={rule} />;
  return (
    <>
      <BreadcrumbBar
        crumbs={[
          { label: 'Notifications', href: channelsHref },
          { label: 'Rules', href: rulesHref },
          { label: '…' },
        ]}
      />
      {error ? (
        <Failed trouble={troubleOf(error, 'The rule could not be loaded')} onRetry={() => void refetch()} />
      ) : data ? (
        <Gone what="rule" asked={id}>
          <Button onClick={() => navigate(rulesHref)}>Show all rules</Button>
        </Gone>
      ) : (
        <Waiting lines={8} label="Loading the rule" />
      )}
    </>
  );
}
