import { Button, Checkbox } from '@mantine/core';
import type { Job } from '../../../../shared/contract/jobs.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { useHasArea } from '../../../parts/areas.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { promoteHref, promotesTo } from '../promote-link.ts';
import { sharedTargetOf } from '../shared-target.ts';
import classes from './dialogs.module.css';

interface Props {
  /** Why a definition did not become live; null while nothing was refused. */
  error: unknown;
  /** "It was not published". */
  title: string;
  job: Job | null;
  confirmed: boolean;
  onConfirm: (confirmed: boolean) => void;
  /** The dialog closes where the way on leads elsewhere. */
  onLeave: () => void;
}

/** Why a definition did not become live, with the way on: confirming that two jobs write the same, or promoting. */
export function Refusal({ error, title, job, confirmed, onConfirm, onLeave }: Props) {
  const canPromote = useHasArea(promotesTo);
  if (error === null || error === undefined) return null;
  const failure = callFailure(error);
  const shared = sharedTargetOf(failure);
  if (shared) return <SharedTarget {...shared} confirmed={confirmed} onConfirm={onConfirm} />;
  const byPromotion = failure.code === 'precondition' && job !== null && canPromote;
  return (
    <ErrorPanel trouble={troubleOf(error, title)}>
      {byPromotion && (
        <Button
          onClick={() => {
            onLeave();
            navigate(promoteHref(job));
          }}
        >
          Promote {job.model}
        </Button>
      )}
    </ErrorPanel>
  );
}

interface SharedProps {
  target: string;
  other: string;
  confirmed: boolean;
  onConfirm: (confirmed: boolean) => void;
}

function SharedTarget({ target, other, confirmed, onConfirm }: SharedProps) {
  return (
    <div className={classes.warning} data-tone="warning" role="alert">
      <p>
        <b>{other}</b> writes <code>{target}</code> already. Each of the two replaces what the other wrote;
        who reads it sees the result of whichever ran last.
      </p>
      <Checkbox
        checked={confirmed}
        onChange={event => onConfirm(event.currentTarget.checked)}
        label={`Let both jobs write ${target}`}
      />
    </div>
  );
}
