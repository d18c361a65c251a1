import { Button } from '@mantine/core';
import { IconZzz } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { wakeWords } from '../../shared/domain/wake-words.ts';
import { api } from '../api.ts';
import { dismissWakePlan } from '../parts/dismiss-wake-plan.ts';
import { absenceText } from '../parts/fire-outcome.tsx';
import { sizes } from '../ui/theme.ts';
import classes from './notice.module.css';

const planPath = '/schedule/missed';

/** After an absence: what was missed and what is done about it, wherever one is, until it is dismissed. */
export function WakeNotice() {
  const plan = useQuery(api.fires.wakePlan.queryOptions()).data?.plan ?? null;
  const [path] = useLocation();
  if (plan === null || plan.dismissed || plan.fires === 0 || path === planPath) return null;
  return (
    <output className={classes.notice} data-tone="warning">
      <IconZzz size={sizes.icon} aria-hidden />
      <span className={classes.text}>
        <b>{wakeWords(plan)}</b>, for {absenceText(plan.away)}.
      </span>
      <Link href={planPath}>See the wake plan</Link>
      <Button variant="subtle" color="gray" onClick={dismissWakePlan}>
        Dismiss
      </Button>
    </output>
  );
}
