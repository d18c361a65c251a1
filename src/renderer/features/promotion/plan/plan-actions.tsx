import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArrowBackUp, IconDots, IconGridDots, IconHistory, IconX } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Plan, Promotion } from '../../../../shared/contract/promotion.ts';
import { api } from '../../../api.ts';
import { type Command, useCommands } from '../../../commands.ts';
import { navigate } from '../../../location.ts';
import { once } from '../../../ui/once.ts';
import { type Hue, sizes } from '../../../ui/theme.ts';
import { rollbackLinks } from '../history/rollback-links.ts';
import { boardHref, historyOf, useRelatedPromotions } from '../promotion-data.ts';
import { goalText } from '../promotion-words.ts';
import { rollBackKey, rollBackNow } from '../roll-back.ts';
import { ApplyDialog } from './apply-dialog.tsx';
import { DecideDialog } from './decide-dialog.tsx';

interface Props {
  plan: Plan;
  promotion: Promotion;
  hue: Hue;
}

type Dialog = 'approve' | 'reject' | 'apply' | null;

/** What can be decided about a promotion now; buttons and commands are the same. */
export function PlanActions({ plan, promotion, hue }: Props) {
  const [dialog, setDialog] = useState<Dialog>(null);
  const close = () => setDialog(null);
  const { state } = plan;
  const canApprove = state === 'awaiting_approval';
  const canApply = state === 'planned' || state === 'approved';
  const canReject = canApprove || canApply;
  const back = useRollBackGoal(promotion);
  const rolling = useMutation({ mutationFn: () => rollBackNow(promotion.id, promotion) });
  const goBack = () => once(rollBackKey(promotion.id), () => rolling.mutateAsync());

  const group = 'This promotion';
  const commands: (Command | false | undefined)[] = [
    canApprove && {
      id: 'promotion.approve',
      title: 'Approve the promotion…',
      group,
      run: () => setDialog('approve'),
    },
    canApply && {
      id: 'promotion.apply',
      title: `Apply to ${promotion.environment}…`,
      group,
      run: () => setDialog('apply'),
    },
    canReject && {
      id: 'promotion.reject',
      title: 'Reject the promotion…',
      group,
      run: () => setDialog('reject'),
    },
    back && {
      id: 'promotion.roll_back',
      title: `Roll back to ${goalText(back)}`,
      group,
      run: goBack,
    },
  ];
  useCommands(commands.filter(command => command !== false && command !== undefined));

  const icon = { size: sizes.iconSmall, 'aria-hidden': true };
  return (
    <>
      {back && (
        <Button
          color="red"
          variant="light"
          leftSection={<IconArrowBackUp {...icon} />}
          loading={rolling.isPending}
          onClick={goBack}
        >
          Roll back to {goalText(back)}
        </Button>
      )}
      {canReject && <Button onClick={() => setDialog('reject')}>Reject…</Button>}
      {canApprove && (
        <Button variant="filled" onClick={() => setDialog('approve')}>
          Approve…
        </Button>
      )}
      {canApply && (
        <Button variant="filled" onClick={() => setDialog('apply')}>
          Apply to {promotion.environment}…
        </Button>
      )}
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label="More about this promotion">
            <IconDots size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconGridDots {...icon} />} onClick={() => navigate(boardHref)}>
            Show the board
          </Menu.Item>
          <Menu.Item
            leftSection={<IconHistory {...icon} />}
            onClick={() =>
              navigate(historyOf({ model: promotion.model, environment: promotion.environment }))
            }
          >
            Promotions of {promotion.model} in {promotion.environment}
          </Menu.Item>
          {canReject && (
            <Menu.Item leftSection={<IconX {...icon} />} onClick={() => setDialog('reject')}>
              Reject…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'apply' && <ApplyDialog plan={plan} promotion={promotion} hue={hue} onClose={close} />}
      {(dialog === 'approve' || dialog === 'reject') && (
        <DecideDialog
          key={dialog}
          decision={dialog}
          plan={plan}
          promotion={promotion}
          hue={hue}
          onClose={close}
        />
      )}
    </>
  );
}

/** What rolling this promotion back goes back to; undefined where it cannot be rolled back, or no longer. */
function useRollBackGoal(promotion: Promotion): Promotion['from'] | undefined {
  const { data } = useRelatedPromotions(promotion);
  const job = useQuery(api.jobs.get.queryOptions({ input: { job: promotion.job } })).data;
  if (promotion.state !== 'applied' || job?.runs !== (promotion.to.tag ?? 'latest')) return undefined;
  return rollbackLinks(promotion, data?.promotions ?? []).goesBackTo;
}
