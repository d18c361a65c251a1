import { IconHistory } from '@tabler/icons-react';
import { useEffect } from 'react';
import { client } from '../../api.ts';
import { useCommands } from '../../commands.ts';
import { onChange } from '../../events.ts';
import { navigate } from '../../location.ts';
import { announce } from '../../ui/announcer.tsx';
import { historyHref, keepBoardFresh } from './promotion-data.ts';
import { newsOf } from './promotion-words.ts';

/** What there is of promotions wherever one is: the board kept up to date, news told, the way to the history. */
export function PromotionBackground() {
  useEffect(keepBoardFresh, []);
  usePromotionNews();
  useCommands([
    {
      id: 'promote.history',
      title: 'History of promotions',
      group: 'Promote',
      words: 'deployments rollback audit',
      icon: IconHistory,
      run: () => navigate(historyHref),
    },
  ]);
  return null;
}

/** Tells those who listen what became of promotions, whoever decided. */
function usePromotionNews(): void {
  useEffect(() => {
    const told = new Map<number, string>();
    const tell = async (id: number) => {
      // Without an answer there is nothing to tell.
      const found = await client.promotions.get({ promotion: id }).catch(() => undefined);
      const news = found && newsOf(found.promotion);
      if (news === undefined || told.get(id) === news) return;
      told.set(id, news);
      announce(news);
    };
    return onChange(({ topic, id }) => {
      if (topic === 'promotion' && id !== null) void tell(id);
    });
  }, []);
}
