import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Redirect, useLocation } from 'wouter';
import { api } from '../../api.ts';
import { navigate } from '../../location.ts';
import { PausedMark } from '../../parts/paused-mark.tsx';
import { BreadcrumbBar } from '../../ui/bar.tsx';
import { counted } from '../../ui/numbers.ts';
import { PanelTabs } from '../../ui/panel-tabs.tsx';
import { sizes } from '../../ui/theme.ts';
import { Ledger } from './ledger/ledger.tsx';
import { togglePauseAll } from './pause-all.tsx';
import classes from './schedule.module.css';
import { WakePlanView } from './wake/wake-plan-view.tsx';
import { WeekView } from './week/week-view.tsx';

const tabs = [
  { key: 'week', label: 'Week', path: '/schedule' },
  { key: 'ledger', label: 'Ledger', path: '/schedule/ledger' },
  { key: 'missed', label: 'Wake plan', path: '/schedule/missed' },
] as const;
const panelId = 'schedule-panel';

/** Everything below `/schedule`: what is to come, what became of what fired, what was missed. */
export default function ScheduleScreen() {
  const [path] = useLocation();
  const status = useQuery(api.fires.status.queryOptions()).data;
  const tab = tabs.find(known => known.path === path);
  if (!tab) return <Redirect to="/schedule" replace />;
  const paused = status?.paused ?? null;
  return (
    <div className={classes.page}>
      <BreadcrumbBar
        crumbs={[{ label: 'Schedule' }]}
        marks={
          <>
            {status && counted(status.schedules, 'schedule')}
            <PausedMark paused={paused} />
          </>
        }
      >
        {status && (
          <Button
            leftSection={
              paused === null ? (
                <IconPlayerPause size={sizes.iconSmall} aria-hidden />
              ) : (
                <IconPlayerPlay size={sizes.iconSmall} aria-hidden />
              )
            }
            onClick={() => togglePauseAll(paused !== null)}
          >
            {paused === null ? 'Pause all…' : 'Resume all…'}
          </Button>
        )}
      </BreadcrumbBar>
      <PanelTabs
        label="Views of the schedule"
        tabs={tabs.map(({ key, label }) => ({ key, label }))}
        current={tab.key}
        panelId={panelId}
        onShow={key =>
          navigate(tabs.find(known => known.key === key)?.path ?? '/schedule', { replace: true })
        }
      />
      <div id={panelId} role="tabpanel" aria-label={tab.label} className={classes.panel}>
        {tab.key === 'week' && <WeekView />}
        {tab.key === 'ledger' && <Ledger />}
        {tab.key === 'missed' && <WakePlanView />}
      </div>
    </div>
  );
}
