import { Suspense, useCallback, useState } from 'react';
import { Redirect, useLocation } from 'wouter';
import { useCommands, useShortcuts } from '../commands.ts';
import { features } from '../features/index.ts';
import type { Feature } from '../features/feature.ts';
import { Areas } from '../parts/areas.tsx';
import { Split } from '../ui/split.tsx';
import { sizes } from '../ui/theme.ts';
import { Waiting } from '../ui/waiting.tsx';
import { useDeviceState } from '../ui/ui-state.ts';
import { Crashed } from './crashed.tsx';
import classes from './frame.module.css';
import { useFrameCommands } from './frame-commands.ts';
import { usePlaces } from './places.ts';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { useHeldClock } from './use-held-clock.ts';
import { useRunNews } from './use-run-news.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { StatusBar } from './status-bar.tsx';
import { VaultNotice } from './vault-notice.tsx';
import { WakeNotice } from './wake-notice.tsx';

const areas = new Set(features.map(({ id }) => id));

type Overlay = 'palette' | 'shortcuts' | null;

export function Frame() {
  const [overlay, setOverlay] = useState<Overlay>(null);
  const [sideOpen, setSideOpen] = useDeviceState('side.open', true);
  const close = useCallback(() => setOverlay(null), []);
  const openPalette = useCallback(() => setOverlay('palette'), []);
  const places = usePlaces();
  useShortcuts();
  useRunNews();
  useHeldClock();
  useCommands(
    useFrameCommands({
      openPalette,
      openShortcuts: () => setOverlay('shortcuts'),
      toggleSide: () => setSideOpen(open => !open),
      goTo: places.goTo,
    }),
  );
  return (
    <Areas value={areas}>
      <div className={classes.frame}>
        <Rail current={places.feature?.id} hrefOf={places.hrefOf} />
        <main className={classes.middle}>
          <WakeNotice />
          <VaultNotice />
          <div className={classes.area}>
            {places.feature ? (
              <FeatureArea feature={places.feature} sideOpen={sideOpen} />
            ) : (
              <Redirect to={places.home} replace />
            )}
          </div>
        </main>
        <StatusBar previews={places.feature?.id === 'models'} onPalette={openPalette} />
        {features.map(({ id, Background }) => Background && <Background key={id} />)}
        <Palette opened={overlay === 'palette'} onClose={close} />
        <ShortcutsDialog opened={overlay === 'shortcuts'} onClose={close} />
      </div>
    </Areas>
  );
}

function FeatureArea({ feature, sideOpen }: { feature: Feature; sideOpen: boolean }) {
  const [at] = useLocation();
  const { Side, Screen } = feature;
  const main = (
    <div className={classes.main}>
      <Crashed at={at}>
        <Suspense fallback={<Waiting lines={10} />}>
          <Screen />
        </Suspense>
      </Crashed>
    </div>
  );
  if (!Side) return main;
  return (
    <Split
      name="side"
      label={`Width of the list of ${feature.title.toLowerCase()}`}
      fixed="first"
      size={sizes.side}
      min={sizes.sideMin}
      max={sizes.sideMax}
      open={sideOpen}
      first={<Side />}
      second={main}
    />
  );
}
