import { Tooltip, UnstyledButton } from '@mantine/core';
import {
  IconPlugConnected,
  IconCalendarTime,
  IconPlayerPause,
  IconPlugConnectedX,
  IconProgress,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Environment } from '../../shared/contract/environments.ts';
import { hasWarehouses } from '../../shared/domain/engines.ts';
import { api, connection, useAsOf, useConnection } from '../api.ts';
import { AsOf } from '../parts/as-of.tsx';
import { engineAbout, engineWords } from '../parts/engine-words.ts';
import { EnvironmentSelect } from '../parts/environment-select.tsx';
import { useEnvironments, usePreviewEnvironment } from '../parts/environments.ts';
import { pausedText } from '../parts/paused-mark.tsx';
import { AreaLink } from '../parts/areas.tsx';
import { RelativeTime } from '../ui/time-text.tsx';
import { useNow } from '../ui/clock.ts';
import { KeyHint } from '../ui/key-hint.tsx';
import { counted } from '../ui/numbers.ts';
import { NotificationCentre } from './notification-centre.tsx';
import classes from './status-bar.module.css';

interface Props {
  /** Whether queries are previewed where one is: elsewhere their environment would be taken for that of the page. */
  previews: boolean;
  onPalette: () => void;
}

export function StatusBar({ previews, onPalette }: Props) {
  const [environment, choose] = usePreviewEnvironment();
  return (
    <footer className={classes.bar} data-hue={previews ? environment?.colour : undefined}>
      {previews && <PreviewEnvironment environment={environment} onChoose={choose} />}
      <EngineState />
      <ActiveRuns />
      <NextFire />
      <span className={classes.gap} />
      <NotificationCentre />
      <UnstyledButton className={classes.button} onClick={onPalette} aria-label="Search everything">
        <KeyHint keys="mod+k" />
      </UnstyledButton>
    </footer>
  );
}

interface PreviewProps {
  environment: Environment | undefined;
  onChoose: (id: number) => void;
}

/** What previews run in. */
function PreviewEnvironment({ environment, onChoose }: PreviewProps) {
  const environments = useEnvironments();
  return (
    <>
      <EnvironmentSelect
        label="Preview in"
        environments={environments}
        value={environment}
        onChoose={onChoose}
        compact
      />
      {environment && (
        <Tooltip label={engineAbout[environment.engine]}>
          <span className={classes.item}>{engineWords[environment.engine]}</span>
        </Tooltip>
      )}
      {environment && hasWarehouses[environment.engine] && (
        <>
          <span className={classes.item} title="Role">
            {environment.role ?? 'default role'}
          </span>
          <span className={classes.item} title="Warehouse">
            {environment.warehouse ?? 'default warehouse'}
          </span>
        </>
      )}
    </>
  );
}

function EngineState() {
  const state = useConnection();
  if (state.status === 'open') {
    return (
      <span className={classes.item}>
        <IconPlugConnected size={12} aria-hidden />
        engine ok
      </span>
    );
  }
  return (
    <output className={classes.item} data-tone="warning">
      <IconPlugConnectedX size={12} aria-hidden />
      <span>
        engine not reachable
        {state.asOfMs !== null && (
          <>
            , shown <AsOf atMs={state.asOfMs} />
          </>
        )}
      </span>
      {state.status === 'connecting' ? 'trying…' : <Retry atMs={state.retryAtMs} />}
    </output>
  );
}

function Retry({ atMs }: { atMs: number }) {
  const seconds = Math.max(0, Math.ceil((atMs - useNow()) / 1_000));
  return (
    <>
      <span aria-hidden>next try in {seconds} s</span>
      <UnstyledButton className={classes.button} onClick={connection.retryNow}>
        Try now
      </UnstyledButton>
    </>
  );
}

function ActiveRuns() {
  const info = useQuery(api.workspace.info.queryOptions());
  const active = info.data?.active_runs ?? 0;
  const asOfMs = useAsOf();
  if (active === 0) return null;
  return (
    <span className={classes.item} data-tone={asOfMs === null ? 'active' : 'muted'}>
      <IconProgress size={12} aria-hidden />
      {counted(active, 'active run')}
      {asOfMs !== null && <AsOf atMs={asOfMs} />}
    </span>
  );
}

/** The next fire of all jobs; that everything is paused, where it is. */
function NextFire() {
  const status = useQuery(api.fires.status.queryOptions()).data;
  const asOfMs = useAsOf();
  if (!status) return null;
  if (status.paused !== null) {
    return (
      <span className={classes.item} data-tone="warning" title={`Paused ${pausedText(status.paused)}`}>
        <IconPlayerPause size={12} aria-hidden />
        <AreaLink to="/schedule">all jobs paused</AreaLink>
      </span>
    );
  }
  if (status.next === null || asOfMs !== null) return null;
  return (
    <span className={classes.item}>
      <IconCalendarTime size={12} aria-hidden />
      next fire <RelativeTime at={status.next.due_at} />
      <AreaLink to={`/jobs/${status.next.job_id}`} className={classes.job}>
        {status.next.job}
      </AreaLink>
    </span>
  );
}
