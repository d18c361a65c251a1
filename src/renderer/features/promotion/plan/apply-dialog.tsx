import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Plan, Promotion } from '../../../../shared/contract/promotion.ts';
import { api, client, queryClient } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { ChangeClassChip } from '../../../parts/change-class.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { once } from '../../../ui/once.ts';
import { useFocusBack } from '../../../ui/use-focus-back.ts';
import type { Hue } from '../../../ui/theme.ts';
import { planHref } from '../promotion-data.ts';
import { changeSentence, goalText } from '../promotion-words.ts';
import { AlreadyDecided } from './already-decided.tsx';
import { ApplyStages } from './apply-stages.tsx';
import { focusPlan } from './plan-region.ts';
import classes from './plan.module.css';

interface Props {
  plan: Plan;
  promotion: Promotion;
  hue: Hue;
  onClose: () => void;
}

/** Applies a plan, the one that was looked at and no other. Where the world moved, the new plan is offered. */
export function ApplyDialog({ plan, promotion, hue, onClose }: Props) {
  useFocusBack(focusPlan);
  const [note, setNote] = useState('');
  const { environment, job } = promotion;
  const apply = useMutation({
    mutationFn: () =>
      client.promotions.apply({ promotion: promotion.id, note: note.trim(), hash: plan.hash }),
    onSuccess: async () => {
      showToast(`${environment} runs ${goalText(plan.to)} of ${promotion.model}`);
      await queryClient.invalidateQueries({ queryKey: api.promotions.get.key() });
      onClose();
    },
    // It may have been refused because of what somebody else did: that is told instead.
    onError: () => queryClient.invalidateQueries({ queryKey: api.promotions.get.key() }),
  });
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (apply.isError) next.current?.focus();
  }, [apply.isError]);
  const newPlan = apply.error ? callFailure(apply.error).related.plan : undefined;
  const canApply = promotion.state === 'planned' || promotion.state === 'approved';
  const isOver = !canApply && newPlan === undefined && !apply.isPending && !apply.isSuccess;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    once(`promotion.apply:${promotion.id}`, () => apply.mutateAsync());
  };
  return (
    <Modal opened onClose={onClose} title={`Apply promotion #${promotion.id}`}>
      <form className={classes.dialog} data-hue={hue} onSubmit={submit}>
        <p className={classes.dialogChange}>
          {changeSentence(promotion)} <ChangeClassChip change={plan.change} />
        </p>
        {isOver ? (
          <AlreadyDecided promotion={promotion} onClose={onClose} />
        ) : (
          <>
            {apply.isIdle ? (
              <>
                <p className={classes.quiet}>
                  {job} runs {goalText(plan.to)} from its next run on. Applying runs nothing.
                </p>
                <Textarea
                  label="Note"
                  description="For the history"
                  autosize
                  minRows={2}
                  maxRows={8}
                  maxLength={2_000}
                  data-autofocus
                  value={note}
                  onChange={event => setNote(event.currentTarget.value)}
                />
              </>
            ) : (
              <ApplyStages
                job={job}
                to={goalText(plan.to)}
                state={apply.status}
                stale={newPlan !== undefined}
              />
            )}
            {apply.error && (
              <ErrorPanel
                trouble={troubleOf(
                  apply.error,
                  newPlan === undefined ? 'The promotion was not applied' : 'What was planned has moved',
                )}
              />
            )}
            <div className={classes.buttons}>
              <Button onClick={onClose} disabled={apply.isPending}>
                {apply.error ? 'Close' : 'Cancel'}
              </Button>
              {newPlan !== undefined ? (
                <Button ref={next} variant="filled" onClick={() => navigate(planHref(Number(newPlan)))}>
                  Open plan #{newPlan}
                </Button>
              ) : (
                <Button ref={next} type="submit" variant="filled" loading={apply.isPending}>
                  {apply.error ? 'Try again' : `Apply to ${environment}`}
                </Button>
              )}
            </div>
          </>
        )}
      </form>
    </Modal>
  );
}
