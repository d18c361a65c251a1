import type { Backfill } from '../../shared/contract/backfills.ts';
import { isBuildOver } from '../../shared/domain/build-state.ts';
import type { Cli } from './cli.ts';
import { chunkText } from './output/backfill.ts';
import { buildModelSpan } from './output/states.ts';
import { watchToEnd } from './watch.ts';

/** Follows a backfill to its end; each chunk that has ended is said on stderr. */
export async function followBackfill(cli: Cli, id: number): Promise<Backfill> {
  const client = await cli.client();
  const told = new Set<number>();
  return await watchToEnd(
    cli,
    { topic: 'backfill', id },
    {
      ask: () => client.backfills.get({ backfill: id }),
      tell: backfill => tell(cli, backfill, told),
      isOver: ({ state }) => isBuildOver(state),
      left: own =>
        own
          ? `Cancelling backfill #${id} …`
          : `Backfill #${id} goes on: slipway backfill show ${id} tells how it went`,
    },
  );
}

function tell({ terminal }: Cli, backfill: Backfill, told: Set<number>): void {
  const { counts, chunks } = backfill;
  for (const chunk of chunks) {
    const isOver = ['completed', 'failed', 'skipped', 'cancelled'].includes(chunk.state);
    if (!isOver || told.has(chunk.position)) continue;
    told.add(chunk.position);
    const { text, style } = buildModelSpan(chunk.state);
    const state = style ? terminal.paintNotes(style, text) : text;
    terminal.say(`${told.size}/${chunks.length}  ${state}  ${chunkText(chunk, backfill)}`);
  }
  terminal.showStatus(
    terminal.paintNotes(
      'dim',
      `backfill #${backfill.id}: ${counts.running} running, ${counts.waiting} waiting`,
    ),
  );
}
