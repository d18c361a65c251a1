import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { BoardCell } from '../../../src/shared/contract/promotion.ts';
import { isTerminal, type RunState, runStates } from '../../../src/shared/domain/run-state.ts';
import { promotionStates } from '../../../src/shared/domain/promotion-state.ts';
import { ada, openTestEngine } from '../../support/engine.ts';
import { seededRandom } from '../../support/random.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const models = 12;
const jobs = 120;
const badStates = ['failed', 'cancelled', 'pending'] as const;
const mostlyGood = [...runStates, 'completed', 'completed', 'completed', 'completed'] as const;

/** A workspace with jobs, runs and promotions in every state, some of them long ago, some many at once. */
async function mixedWorkspace(seed: number) {
  const directory = temporaryDirectory();
  const engine = await openTestEngine({}, directory);
  for (const name of ['dev', 'uat', 'prod']) {
    const connection = { name: 'embedded', engine: 'duckdb' } as const;
    await engine.environments.apply(ada, { name, connection, database: 'D', schema: 'S' });
  }
  await engine.environments.reorder(ada, ['prod', 'dev', 'uat']);
  const db = new Database(join(directory, 'slipway.db'));
  const random = seededRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(values: readonly T[]) => values[below(values.length)] as T;
  const insert = (table: string, row: Record<string, unknown>) => {
    const columns = Object.keys(row);
    db.prepare(
      `INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map(name => `@${name}`).join()})`,
    ).run(row);
  };
  db.transaction(() => {
    insert('documents', { id: 1, hash: Buffer.from('f'), body_json: '{}' });
    for (let id = 1; id <= models; id++) {
      // The first model has no version yet.
      const latest = id === 1 ? null : 1 + below(4);
      insert('models', {
        id,
        name: `${pick(['m', 'M'])}${below(1_000)}_${id}`,
        description: '',
        owner: '',
        labels_json: '[]',
        draft_sql: pick(['select 1', 'select 2']),
        draft_based_on: latest === null || below(4) === 0 ? null : 1 + below(latest),
        draft_revision: 1,
        draft_updated_at_ms: 0,
        latest_version: latest,
        created_at_ms: 0,
        updated_at_ms: 0,
      });
      const of = { model_id: id, author: 'ada', created_at_ms: 0 };
      for (let number = 1; number <= (latest ?? 0); number++) {
        const text = { sql: `select ${number}`, hash: 'h', sources_json: '[]', message: '' };
        insert('model_versions', { ...of, ...text, number });
        if (below(3) > 0) insert('model_tags', { ...of, name: `V${number}`, version: number, note: '' });
      }
    }
    for (let id = 1; id <= jobs; id++) {
      const model_id = 1 + below(models);
      const environment_id = 1 + below(3);
      // Tags are named in any case; some are gone.
      const runs = pick([{ track: 'latest' }, { tag: 'v1' }, { tag: 'V2' }, { tag: 'v3' }, { tag: 'gone' }]);
      insert('jobs', {
        id,
        name: `${pick(['j', 'J'])}${below(1_000)}_${id}`,
        kind: 'model',
        environment_id,
        model_id,
        live_version: below(8) === 0 ? null : 2,
        removed_at_ms: below(8) === 0 ? 1 : null,
        created_at_ms: 0,
        updated_at_ms: 0,
      });
      for (const [number, definition] of [{ tag: 'other' }, runs].entries()) {
        const about = { message: '', author: 'ada', created_at_ms: 0 };
        insert('job_versions', {
          job_id: id,
          number: number + 1,
          definition_json: JSON.stringify(definition),
          ...about,
        });
      }
      for (let n = below(5); n > 0; n--) {
        insert('promotions', {
          kind: pick(['promotion', 'promotion', 'rollback']),
          state: pick([...promotionStates, 'applied']),
          job_id: id,
          model_id,
          environment_id,
          from_tag: pick([null, 'latest', 'v1', 'V2']),
          from_version: pick([null, 1, 2, 3]),
          to_tag: runs.track ?? runs.tag,
          to_version: 1 + below(3),
          hash: 'h',
          plan_json: '{}',
          note: '',
          planned_by: 'ada',
          planned_at_ms: 0,
        });
      }
    }
    for (let n = 0; n < 3_000; n++) {
      const job_id = 1 + Math.min(below(jobs), below(jobs), below(jobs));
      const state: RunState = job_id % 3 === 0 && n > 400 ? pick(badStates) : pick(mostlyGood);
      insert('runs', {
        job_id,
        job_version: 2,
        environment_id: 1,
        model_version: pick([null, 1, 2, 3]),
        draft: below(5) === 0 ? 1 : 0,
        state: runStates.indexOf(state),
        trigger_kind: 0,
        actor: 'ada',
        cause: '',
        attempt: 1,
        frozen_id: 1,
        created_at_ms: n,
        ended_at_ms: isTerminal(state) ? n : null,
      });
    }
  })();
  return { engine, db };
}

type Row = Record<string, number | string | null>;

/** What a cell means, row by row, from nothing but the tables. */
function cellsByHand(db: Database.Database): Map<number, Omit<BoardCell, 'environment'>> {
  const all = (sql: string, ...values: unknown[]) => db.prepare<unknown[], Row>(sql).all(...values);
  const cells = new Map<number, Omit<BoardCell, 'environment'>>();
  for (const job of all('SELECT * FROM jobs WHERE removed_at_ms IS NULL AND live_version IS NOT NULL')) {
    const [live] = all('SELECT * FROM job_versions WHERE job_id = ? AND number = 2', job.id);
    const definition = JSON.parse(String(live?.definition_json)) as { tag?: string; track?: string };
    const [model] = all('SELECT * FROM models WHERE id = ?', job.model_id);
    const latest = Number(model?.latest_version ?? 0);
    const tags = all('SELECT * FROM model_tags WHERE model_id = ?', job.model_id);
    const meaning = (name: string) =>
      tags.find(tag => String(tag.name).toLowerCase() === name.toLowerCase())?.version ?? null;
    const version = definition.tag === undefined ? (model?.latest_version ?? null) : meaning(definition.tag);
    const running = { tag: definition.track ?? definition.tag ?? null, version: version as number | null };
    const runs = all('SELECT * FROM runs WHERE job_id = ? AND draft = 0 ORDER BY id DESC', job.id);
    const good = runs.find(run => run.state === runStates.indexOf('completed'))?.model_version;
    const promotions = all('SELECT * FROM promotions WHERE job_id = ? ORDER BY id DESC', job.id);
    const pending = promotions.find(({ state }) => state === 'awaiting_approval' || state === 'approved');
    const applied = promotions.find(({ state, kind }) => state === 'applied' && kind === 'promotion');
    const behind = version === null ? 0 : latest - Number(version);
    const cameFrom =
      applied?.from_tag && applied.from_tag !== 'latest' ? meaning(String(applied.from_tag)) : latest;
    cells.set(Number(job.id), {
      job: String(job.name),
      job_id: Number(job.id),
      runs: running,
      drift:
        good === undefined || good === null
          ? 'never_ran'
          : good !== version
            ? 'not_run_yet'
            : behind > 0
              ? 'behind'
              : definition.track
                ? 'untagged'
                : 'none',
      behind_by: behind,
      last_run: runs[0]
        ? {
            id: Number(runs[0].id),
            state: runStates[Number(runs[0].state)] ?? 'pending',
            version: runs[0].model_version as number | null,
            ended_at:
              runs[0].ended_at_ms === null ? null : new Date(Number(runs[0].ended_at_ms)).toISOString(),
          }
        : null,
      pending: pending
        ? {
            id: Number(pending.id),
            state: pending.state as 'approved',
            to: { tag: String(pending.to_tag), version: Number(pending.to_version) },
          }
        : null,
      rollback_of:
        applied &&
        applied.from_version !== null &&
        applied.to_version === running.version &&
        applied.to_tag === running.tag &&
        applied.from_version === cameFrom
          ? Number(applied.id)
          : null,
      paused: null,
    });
  }
  return cells;
}

test('the board says of each live job what its tables hold', async () => {
  const all: BoardCell[] = [];
  for (const seed of [1, 2, 3]) {
    const { engine, db } = await mixedWorkspace(seed);
    const shown = engine.promotions.board().models.flatMap(model => model.cells);
    const expected = cellsByHand(db);
    db.close();
    expect(shown.length).toBe(expected.size);
    for (const { environment: _, ...cell } of shown) expect(cell).toEqual(expected.get(cell.job_id));
    all.push(...shown);
  }
  // What the comparison is worth: the workspaces have all of it.
  expect(new Set(all.map(cell => cell.drift)).size).toBe(5);
  expect(new Set(all.map(cell => cell.last_run?.state)).size).toBeGreaterThan(5);
  expect(all.some(cell => cell.rollback_of)).toBe(true);
  expect(all.some(cell => cell.pending)).toBe(true);
});

test('the board has models by name, and their jobs in the order of the environments', async () => {
  const { engine, db } = await mixedWorkspace(4);
  db.close();
  const board = engine.promotions.board();
  const inOrder = (names: string[]) => names.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  expect(board.environments.map(environment => environment.name)).toEqual(['prod', 'dev', 'uat']);
  expect(board.models.map(model => model.name)).toEqual(inOrder(board.models.map(model => model.name)));
  for (const { id, cells, ...model } of board.models) {
    const { name, latest_version, tags, draft_modified } = engine.models.get(String(id));
    expect(model).toEqual({
      name,
      latest_version,
      draft_modified,
      tags: tags.map(tag => ({ name: tag.name, version: tag.version })),
    });
    const places = ['prod', 'dev', 'uat'].flatMap(environment =>
      inOrder(cells.filter(cell => cell.environment === environment).map(cell => cell.job)),
    );
    expect(cells.map(cell => cell.job)).toEqual(places);
  }
});

test('a cell says that its job is paused, by itself or with everything', async () => {
  const { engine, db } = await mixedWorkspace(5);
  db.close();
  const cells = () => engine.promotions.board().models.flatMap(model => model.cells);
  const [first] = cells();
  const job = String(first?.job_id);
  await engine.jobs.pauses.pause(ada, job, 'moved');
  expect(cells().filter(({ paused }) => paused !== null)).toMatchObject([
    { job: first?.job, paused: { reason: 'moved' } },
  ]);
  await engine.fires.pauseAll(ada, 'upkeep');
  expect(new Set(cells().map(({ paused }) => paused?.reason))).toEqual(new Set(['moved', 'upkeep']));
  await engine.fires.resumeAll(ada);
  await engine.jobs.pauses.resume(ada, job);
  expect(cells().every(({ paused }) => paused === null)).toBe(true);
});
