import { Menu } from '@mantine/core';
import { IconArrowBackUp, IconArrowUpRight, IconFileDiff } from '@tabler/icons-react';
import type { Promotion } from '../../../../shared/contract/promotion.ts';
import { navigate } from '../../../location.ts';
import { sizes } from '../../../ui/theme.ts';
import { openChooser, planHref, useBoard, useRelatedPromotions } from '../promotion-data.ts';
import { goalText } from '../promotion-words.ts';
import { rollBack } from '../roll-back.ts';
import { rollbackLinks } from './rollback-links.ts';

/** What can be done with an entry of the history. */
export function HistoryMenuItems({ promotion }: { promotion: Promotion }) {
  const { model, environment, job } = promotion;
  const { data } = useRelatedPromotions(promotion);
  const links = rollbackLinks(promotion, data?.promotions ?? []);
  const cell = useBoard()
    .data?.models.find(({ name }) => name === model)
    ?.cells.find(one => one.job === job);
  const icon = { size: sizes.iconSmall, 'aria-hidden': true };
  return (
    <>
      <Menu.Item leftSection={<IconFileDiff {...icon} />} onClick={() => navigate(planHref(promotion.id))}>
        Open promotion #{promotion.id}
      </Menu.Item>
      {links.undid && (
        <Menu.Item
          leftSection={<IconFileDiff {...icon} />}
          onClick={() => links.undid && navigate(planHref(links.undid.id))}
        >
          Open promotion #{links.undid.id}, which it undid
        </Menu.Item>
      )}
      {links.undoneBy && (
        <Menu.Item
          leftSection={<IconFileDiff {...icon} />}
          onClick={() => links.undoneBy && navigate(planHref(links.undoneBy.id))}
        >
          Open promotion #{links.undoneBy.id}, which undid it
        </Menu.Item>
      )}
      {cell && (
        <Menu.Item
          leftSection={<IconArrowUpRight {...icon} />}
          onClick={() => openChooser({ model, environment, job })}
        >
          Promote {model} to {environment}…
        </Menu.Item>
      )}
      {cell?.rollback_of === promotion.id && links.goesBackTo && (
        <>
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<IconArrowBackUp {...icon} />}
            onClick={() => rollBack(promotion.id, { model, environment, job })}
          >
            Roll back to {goalText(links.goesBackTo)}
          </Menu.Item>
        </>
      )}
    </>
  );
}
