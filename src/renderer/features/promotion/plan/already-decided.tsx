import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Promotion } from '../../../../shared/contract/promotion.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { goalText, stateWords } from '../promotion-words.ts';
import classes from './plan.module.css';

interface Props {
  promotion: Promotion;
  onClose: () => void;
}

/** In a dialog about a promotion of which something became meanwhile: what, by whom and when. */
export function AlreadyDecided({ promotion, onClose }: Props) {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  return (
    <>
      <output className={classes.decided}>
        <What promotion={promotion} />
      </output>
      <div className={classes.buttons}>
        <Button ref={close} onClick={onClose}>
          Close
        </Button>
      </div>
    </>
  );
}

function What({ promotion }: { promotion: Promotion }) {
  const { state, job, to, reason, applied_by, applied_at, decided_by, decided_at } = promotion;
  if (state === 'applied' && applied_at !== null) {
    return (
      <>
        <b>{applied_by}</b> applied it <RelativeTime at={applied_at} />: {job} runs {goalText(to)} from its
        next run on.
      </>
    );
  }
  if ((state === 'approved' || state === 'rejected') && decided_at !== null) {
    return (
      <>
        <b>{decided_by}</b> {state} it <RelativeTime at={decided_at} />
        {reason === null || reason === '' ? '.' : `: ${reason}.`}
      </>
    );
  }
  return `It is ${stateWords[state]}${reason === null || reason === '' ? '' : `: ${reason}`}.`;
}
