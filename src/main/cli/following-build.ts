import type { Build } from '../../shared/contract/builds.ts';
import { isBuildOver } from '../../shared/domain/build-state.ts';
import { formatDuration } from '../../shared/domain/duration.ts';
import type { Cli } from './cli.ts';
import { modelVersion } from './output/build.ts';
import { buildModelSpan } from './output/states.ts';
import { safe } from './output/text.ts';
import { between } from './output/times.ts';
import { watchToEnd } from './watch.ts';

/** Follows a build to its end; each model that has ended is said on stderr. */
export async function followBuild(cli: Cli, id: number): Promise<Build> {
  const client = await cli.client();
  const told = new Set<number>();
  return await watchToEnd(
    cli,
    { topic: 'build', id },
    {
      ask: () => client.builds.get({ build: id }),
      tell: build => tell(cli, build, told),
      isOver: ({ state }) => isBuildOver(state),
      left: own =>
        own
          ? `Cancelling build #${id} …`
          : `Build #${id} goes on: slipway build show ${id} tells how it went`,
    },
  );
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
