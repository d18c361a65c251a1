import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { readFolder, writeFolder } from '../../../src/main/cli/definitions-folder.ts';
import { openEngine } from '../../../src/main/engine/engine.ts';
import type { DefinitionFile } from '../../../src/shared/contract/workspace.ts';
import { ada, engineOptions } from '../../support/engine-options.ts';
import type { Row } from '../harness.ts';

const models = 2_000;
const edited = 10;
const name = (n: number) => `model_${String(n).padStart(4, '0')}`;

function modelText(n: number): string {
  return `select o.order_id, o.customer_id, c.name as customer, sum(o.amount) as amount, ${n} as nth
from lake.raw.orders o
join lake.raw.customers c on c.customer_id = o.customer_id
where o.ordered_at >= dateadd(day, -${n}, current_date())
group by all
`;
}

function definitions(): DefinitionFile[] {
  const each = Array.from({ length: models }, (_, n) => [
    {
      path: `models/${name(n)}/model.yaml`,
      content: `name: ${name(n)}\nversions:\n  - number: 1\n    message: First\n`,
    },
    { path: `models/${name(n)}/v1.sql`, content: modelText(n) },
  ]);
  return [{ path: 'slipway.yaml', content: 'format: 1\n' }, ...each.flat()];
}

const hash = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

/** The least that finds what changed: reads every file and compares its hash with the one in a database. */
function openFloor(directory: string, folder: string) {
  const file = join(directory, 'floor.db');
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
  const db = new Database(file);
  db.exec('CREATE TABLE files (path TEXT PRIMARY KEY, hash TEXT)');
  const insert = db.prepare('INSERT INTO files VALUES (?, ?)');
  db.transaction(() => {
    for (const path of paths) insert.run(path, hash(readFileSync(path)));
  })();
  db.close();
  return (): number => {
    const known = new Database(file, { readonly: true });
    const rows = known.prepare<[], { path: string; hash: string }>('SELECT * FROM files').all();
    known.close();
    const hashes = new Map(rows.map(row => [row.path, row.hash]));
    const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => {
      if (!entry.isFile()) return false;
      const path = join(entry.parentPath, entry.name);
      return hashes.get(path) !== hash(readFileSync(path));
    });
    return found.length;
  };
}

export const load: Row = {
  name: 'load',
  workload: `a workspace of ${models.toLocaleString('en')} models is opened, and what differs in a folder with their definitions is found (${edited} drafts)`,
  figure: 'ms',
  unit: 'ms',
  goal: '≤ 5 × floor',
  async sides(directory) {
    const folder = join(directory, 'definitions');
    writeFolder(folder, definitions());
    const workspace = join(directory, 'ours');
    mkdirSync(workspace);
    const first = await openEngine(engineOptions(workspace));
    const input = { directory: folder, confirm_shared_targets: false };
    await first.definitions.import(ada, { ...input, files: readFolder(folder), plan: false });
    await first.close();
    let round = 0;
    /** Before either side looks: other texts in the same models. */
    const edit = () => {
      round += 1;
      for (let n = 0; n < edited; n++) {
        const path = join(folder, 'models', name(n * 100), 'draft.sql');
        writeFileSync(path, `${modelText(n * 100)}-- ${round}\n`);
      }
    };
    edit();
    const floor = openFloor(directory, folder);
    const expectEdited = (found: number) => {
      if (found !== edited) throw new Error(`${found} changes found instead of ${edited}`);
    };
    return [
      {
        name: 'ours',
        what: 'the engine opens, and plans the import of the folder: every file read, checked and compared, in a transaction that is rolled back',
        async measure() {
          edit();
          const start = performance.now();
          const engine = await openEngine(engineOptions(workspace));
          const open_ms = performance.now() - start;
          const { actions } = await engine.definitions.import(ada, {
            ...input,
            files: readFolder(folder),
            plan: true,
          });
          const ms = performance.now() - start;
          await engine.close();
          expectEdited(actions.filter(({ action }) => action !== 'unchanged').length);
          return { ms, open_ms };
        },
      },
      {
        name: 'floor',
        what: 'a database is opened, and every file read and hashed: nothing of what is in them is looked at',
        measure() {
          edit();
          const start = performance.now();
          const found = floor();
          const ms = performance.now() - start;
          expectEdited(found);
          return Promise.resolve({ ms });
        },
      },
    ];
  },
};
