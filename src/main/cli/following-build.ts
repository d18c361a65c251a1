import { setTimeout as delay } from 'node:timers/promises';
import type { Build } from '../../shared/contract/builds.ts';
import { isBuildOver } from '../../shared/domain/build-state.ts';
import { formatDuration } from '../../shared/domain/duration.ts';
import type { Cli } from './cli.ts';
import { modelVersion } from './output/build.ts';
import { buildModelSpan } from './output/states.ts';
import { safe } from './output/text.ts';
import { between } from './output/times.ts';

/** However fast its models are, it is asked for no more often. */
const askAgainMs = 150;

/** Follows a build to its end; each model that has ended is said on stderr. */
export async function followBuild(cli: Cli, id: number): Promise<Build> {
  const { client, own } = await cli.engine();
  const before = cli.onInterrupt;
  cli.onInterrupt = () =>
    own ? `Cancelling build #${id} …` : `Build #${id} goes on: slipway build show ${id} tells how it went`;
  const news = watch(await client.events.subscribe({}), id);
  const told = new Set<number>();
  try {
    for (;;) {
      await news.changed();
      const build = await client.builds.get({ build: id });
      tell(cli, build, told);
      if (isBuildOver(build.state)) return build;
      await delay(askAgainMs);
    }
  } finally {
    news.stop();
    cli.terminal.clearStatus();
    cli.onInterrupt = before;
  }
}

/** Keeps that something changed until somebody asks: of many changes, one answer. */
function watch(
  batches: AsyncIterable<{ reset: boolean; changes: { topic: string; id: number | null }[] }> & {
    return?: (value?: undefined) => unknown;
  },
  build: number,
) {
  let dirty = true;
  let wake: (() => void) | undefined;
  const note = () => {
    dirty = true;
    wake?.();
  };
  const listening = (async () => {
    for await (const { reset, changes } of batches) {
      if (reset || changes.some(({ topic, id }) => topic === 'build' && id === build)) note();
    }
  })();
  // The engine has ended: asking it says so.
  listening.then(note, note);
  return {
    async changed(): Promise<void> {
      if (!dirty) {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
      dirty = false;
    },
    stop: () => void batches.return?.(undefined),
  };
}

function tell({ terminal }: Cli, build: Build, told: Set<number>): void {
  const { counts, models } = build;
  for (const model of models) {
    const isOver = ['completed', 'failed', 'skipped', 'cancelled'].includes(model.state);
    if (!isOver || told.has(model.position)) continue;
    told.add(model.position);
    const { text, style } = buildModelSpan(model.state);
    const took = between(model.started_at, model.ended_at);
    const parts = [
      `${safe(model.model)} ${modelVersion(model)}`.trim(),
      took === null ? '' : formatDuration(took),
      model.reason === null ? '' : safe(model.reason),
    ];
    const state = style ? terminal.paintNotes(style, text) : text;
    terminal.say(`${told.size}/${models.length}  ${state}  ${parts.filter(part => part !== '').join(' · ')}`);
  }
  terminal.showStatus(
    terminal.paintNotes('dim', `build #${build.id}: ${counts.running} running, ${counts.waiting} waiting`),
  );
}
