import type { Engine } from '../../src/main/engine/engine.ts';
import { isBuildOver } from '../../src/shared/domain/build-state.ts';

/** What a build is asked for with: in dev unless told otherwise. */
export const buildOf = (
  select: string,
  options: {
    environment?: string;
    defer?: string;
    against?: string;
    drafts?: boolean;
    jobs?: string[];
    threads?: number;
  } = {},
) => ({ environment: 'dev', select, drafts: false, jobs: [], variables: {}, cause: 'a try', ...options });

/** The build once it is over. */
export async function buildEnded(engine: Engine, id: number) {
  const changes = engine.bus.subscribe({});
  for (;;) {
    const build = engine.builds.get(id);
    if (isBuildOver(build.state)) {
      await changes.return?.(undefined);
      return build;
    }
    await changes.next();
  }
}
