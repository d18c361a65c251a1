import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { WorkspaceInfo } from '../../shared/contract/workspace.ts';
import { api, connection, useConnection } from '../api.ts';
import { callFailure, troubleOf } from '../call-error.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { openScope } from '../ui/ui-state.ts';
import { Later } from '../ui/waiting.tsx';
import classes from './frame.module.css';
import { Frame } from './frame.tsx';

/** Waits for the engine once; what is remembered belongs to a workspace, so it must be known first. */
export function Start() {
  const info = useQuery(api.workspace.info.queryOptions());
  if (info.data) return <Opened info={info.data} />;
  if (info.error && callFailure(info.error).code !== 'disconnected') {
    return (
      <main className={classes.start}>
        <ErrorPanel trouble={troubleOf(info.error, 'The workspace could not be opened')}>
          <Button onClick={() => void info.refetch()}>Try again</Button>
        </ErrorPanel>
      </main>
    );
  }
  return <Connecting />;
}

function Connecting() {
  const state = useConnection();
  return (
    <main className={classes.start}>
      <Later>
        {state.status === 'waiting' ? (
          <ErrorPanel
            trouble={{
              title: 'Slipway’s engine cannot be reached',
              message: state.reason,
              hint: 'It is tried again by itself',
            }}
          >
            <Button onClick={connection.retryNow}>Try now</Button>
          </ErrorPanel>
        ) : (
          <output>Connecting to the engine…</output>
        )}
      </Later>
    </main>
  );
}

function Opened({ info }: { info: WorkspaceInfo }) {
  const [scope] = useState(() => {
    openScope(info.directory);
    return info.directory;
  });
  return <Frame key={scope} />;
}
