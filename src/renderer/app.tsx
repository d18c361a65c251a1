import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Router } from 'wouter';
import { queryClient } from './api.ts';
import { Crashed } from './frame/crashed.tsx';
import { Start } from './frame/start.tsx';
import { locationHook } from './location.ts';
import { Announcer } from './ui/announcer.tsx';
import { useAppearance } from './ui/appearance.ts';
import { mantineTheme } from './ui/mantine.ts';
import { cssVariables } from './ui/theme.ts';

export function App() {
  const { mode, contrast } = useAppearance();
  const variables = useMemo(() => cssVariables(contrast), [contrast]);
  return (
    <MantineProvider
      theme={mantineTheme}
      forceColorScheme={mode}
      cssVariablesResolver={variables}
      deduplicateCssVariables={false}
    >
      <QueryClientProvider client={queryClient}>
        <ModalsProvider>
          <Router hook={locationHook}>
            <Crashed>
              <Start />
            </Crashed>
          </Router>
          <Notifications position="bottom-center" limit={2} />
          <Announcer />
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
