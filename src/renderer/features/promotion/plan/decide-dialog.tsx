import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Plan, Promotion } from '../../../../shared/contract/promotion.ts';
import { api, client, queryClient } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { ChangeClassChip } from '../../../parts/change-class.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { once } from '../../../ui/once.ts';
import { useFocusBack } from '../../../ui/use-focus-back.ts';
import type { Hue } from '../../../ui/theme.ts';
import { changeSentence, isOpen } from '../promotion-words.ts';
import { AlreadyDecided } from './already-decided.tsx';
import { focusPlan } from './plan-region.ts';
import classes from './plan.module.css';

interface Props {
  decision: 'approve' | 'reject';
  plan: Plan;
  promotion: Promotion;
  hue: Hue;
  onClose: () => void;
}

/** Approving or rejecting; who approves types the environment's name. */
export function DecideDialog({ decision, plan, promotion, hue, onClose }: Props) {
  useFocusBack(focusPlan);
  const [note, setNote] = useState('');
  const [typed, setTyped] = useState('');
  const approves = decision === 'approve';
  const { environment } = promotion;
  const ready = !approves || !plan.protected || typed.trim() === environment;
  const decide = useMutation({
    mutationFn: () => client.promotions[decision]({ promotion: promotion.id, note: note.trim() }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: api.promotions.get.key() });
      onClose();
    },
    // It may have been refused because of what somebody else did: that is told instead.
    onError: () => queryClient.invalidateQueries({ queryKey: api.promotions.get.key() }),
  });
  const canDecide = approves ? promotion.state === 'awaiting_approval' : isOpen(promotion.state);
  const isOver = !canDecide && !decide.isPending && !decide.isSuccess;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) once(`promotion.${decision}:${promotion.id}`, () => decide.mutateAsync());
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={approves ? `Approve promotion #${promotion.id}` : `Reject promotion #${promotion.id}`}
    >
      <form className={classes.dialog} data-hue={hue} onSubmit={submit}>
        <p className={classes.dialogChange}>
          {changeSentence(promotion)} <ChangeClassChip change={plan.change} />
        </p>
        {isOver ? (
          <AlreadyDecided promotion={promotion} onClose={onClose} />
        ) : (
          <>
            <p className={classes.quiet}>
              {approves
                ? 'Approving changes nothing that runs: it allows this plan to be applied.'
                : 'The plan can no longer be applied then. Nothing that runs changes.'}
            </p>
            <Textarea
              label="Note"
              description={approves ? 'Why it may go there' : 'Why not'}
              autosize
              minRows={2}
              maxRows={8}
              maxLength={2_000}
              data-autofocus={!approves || undefined}
              value={note}
              onChange={event => setNote(event.currentTarget.value)}
            />
            {approves && plan.protected && (
              <TextInput
                label={`Type ${environment} to approve`}
                autoComplete="off"
                spellCheck={false}
                data-autofocus
                value={typed}
                onChange={event => setTyped(event.currentTarget.value)}
              />
            )}
            {decide.error && (
              <ErrorPanel
                trouble={troubleOf(
                  decide.error,
                  `The promotion was not ${approves ? 'approved' : 'rejected'}`,
                )}
              />
            )}
            <div className={classes.buttons}>
              <Button onClick={onClose}>Cancel</Button>
              <Button
                type="submit"
                variant="filled"
                color={approves ? 'accent' : 'red'}
                disabled={!ready}
                loading={decide.isPending}
              >
                {approves ? 'Approve promotion' : 'Reject promotion'}
              </Button>
            </div>
          </>
        )}
      </form>
    </Modal>
  );
}
