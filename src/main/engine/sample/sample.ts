import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import * as z from 'zod';
import type { DefinitionFile } from '../../../shared/contract/workspace.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { displayRelation, parseNameParts, type Relation } from '../../../shared/domain/relation.ts';
import type { Actor } from '../actor.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Context } from '../context.ts';
import { readDefinitions } from '../definitions/files.ts';
import { type ImportAreas, importDefinitions } from '../definitions/import.ts';
import { requireYaml } from '../definitions/yaml.ts';
import type { ConnectionSpec } from '../ports.ts';
import {
  addDatabases,
  definitionsOn,
  loadError,
  type SampleTable,
  type SampleWarehouse,
  standing,
  writeShare,
} from './elsewhere.ts';

/** Where the sample workspace is on disk. */
export interface SampleSource {
  /** Folder with `data.yaml` and, in `workspace/`, definitions as `export` writes them. */
  definitions: string;
  /** Folder with the data files that `data.yaml` names. */
  data: string;
}

const dataFile = z.strictObject({
  tables: z.array(
    z.strictObject({
      table: z.string(),
      file: z.string().regex(/^[\w.-]+$/),
      select: z.string().describe('DuckDB SQL in which FILE stands for the file'),
      columns: z.string().describe('As CREATE TABLE has them, in a warehouse that reads no files'),
      every: z.number().int().min(1).describe('There, of the rows every so many-th is written'),
    }),
  ),
});

/** The embedded warehouse, whatever connections there are. */
const embedded: ConnectionSpec = {
  id: 0,
  definition: { name: 'sample', engine: 'duckdb' },
  trustedHosts: [],
};

export type Sample = ReturnType<typeof createSample>;

/** Where the sample is to be; by default on the embedded warehouse. */
export interface SamplePlace {
  connection: string;
  role?: string | undefined;
  warehouse?: string | undefined;
}

/** The sample workspace: real data, with models, versions, environments and jobs. */
export function createSample(context: Context, areas: ImportAreas, source: SampleSource, catalog: Catalog) {
  const { store } = context;
  const definitionsDirectory = join(source.definitions, 'workspace');
  const available = () => existsSync(join(source.definitions, 'data.yaml')) && existsSync(source.data);

  return {
    status: () => ({ available: available(), loaded: store.sql.settings.get('sample_loaded', false) }),

    /**
     * Loads tables, then definitions. Doing it again brings the tables back and changes nothing else. A warehouse other than
     * the embedded one gets a share of the rows; tables of its own under the same names are never replaced.
     */
    async *load(actor: Actor, place?: SamplePlace) {
      if (!available()) {
        throw new SlipwayError(
          'unavailable',
          `The sample's data is not installed (looked in ${source.data})`,
          {
            hint: 'Install Slipway with its dependencies',
          },
        );
      }
      const warehouse = place && warehouseOf(place);
      const sampleFiles = readFolder(definitionsDirectory);
      const files = warehouse ? definitionsOn(warehouse, sampleFiles) : sampleFiles;
      refuseOverwriting(files);
      const tables = readTables();
      const total = tables.length + 1;
      const loaded: { name: string; rows: number }[] = [];
      const staging = join(context.directory, 'artifacts', 'sample');
      mkdirSync(staging, { recursive: true, mode: 0o700 });
      try {
        if (warehouse) await prepare(warehouse, tables, files);
        for (const [done, table] of tables.entries()) {
          const name = displayRelation(table.relation);
          yield { message: `Loading ${name}`, done, total };
          const file = join(staging, table.file);
          if (!existsSync(file)) copyFileSync(join(source.data, table.file), file);
          loaded.push({ name, rows: await loadTable(file, table, warehouse) });
        }
      } finally {
        rmSync(staging, { recursive: true, force: true });
      }
      yield { message: 'Adding environments, models and jobs', done: tables.length, total };
      await importDefinitions(context, areas, actor, { files, plan: false, confirm_shared_targets: false });
      await store.write(tx => {
        store.sql.settings.set('sample_loaded', true);
        catalog.forget(tx, (warehouse?.connection ?? embedded).definition.engine);
        tx.changed('workspace', null);
      });
      const definitions = readDefinitions(files);
      return {
        tables: loaded,
        environments: definitions.environments.map(({ definition }) => definition.name),
        models: definitions.models.map(model => model.name),
        jobs: definitions.jobs.map(({ definition }) => definition.name),
      };
    },
  };

  /** Undefined for the embedded warehouse, whatever the connection to it is called. */
  function warehouseOf({ connection, role, warehouse }: SamplePlace): SampleWarehouse | undefined {
    const spec = areas.connections.spec(connection);
    return spec.definition.engine === embedded.definition.engine
      ? undefined
      : { connection: spec, role, warehouse };
  }

  function readTables(): (SampleTable & { file: string })[] {
    const text = readFileSync(join(source.definitions, 'data.yaml'), 'utf8');
    const { tables } = requireYaml(text, dataFile, 'data.yaml');
    return tables.map(({ table, ...rest }) => ({ relation: relationOf(table), ...rest }));
  }

  async function prepare(
    warehouse: SampleWarehouse,
    tables: SampleTable[],
    files: DefinitionFile[],
  ): Promise<void> {
    try {
      if (!store.sql.settings.get('sample_loaded', false)) {
        const relations = tables.map(({ relation }) => relation);
        refuseTaken('The warehouse', await standing(context, warehouse, relations));
      }
      await addDatabases(context, warehouse, files);
    } catch (cause) {
      throw loadError('The sample', cause);
    }
  }

  async function loadTable(
    file: string,
    table: SampleTable,
    warehouse: SampleWarehouse | undefined,
  ): Promise<number> {
    const { relation, select } = table;
    const reader = context.executors.for(embedded);
    try {
      if (warehouse) return await writeShare(context, warehouse, reader, file, table);
      const result = await reader.load({ file, relation, select });
      return result.rows ?? 0;
    } catch (cause) {
      throw loadError(displayRelation(relation), cause);
    }
  }

  /** The sample must never change what people made themselves under the same names. */
  function refuseOverwriting(files: DefinitionFile[]): void {
    if (store.sql.settings.get('sample_loaded', false)) return;
    const sample = readDefinitions(files);
    const taken = [
      ...sample.environments
        .filter(({ definition }) => store.sql.environments.byName.get(definition.name))
        .map(({ definition }) => `environment "${definition.name}"`),
      ...sample.models
        .filter(model => store.sql.models.byName.get(model.name))
        .map(model => `model "${model.name}"`),
      ...sample.jobs
        .filter(({ definition }) => store.sql.jobs.byName.get(definition.name))
        .map(({ definition }) => `job "${definition.name}"`),
    ];
    refuseTaken('This workspace', taken);
  }
}

function refuseTaken(who: string, taken: string[]): void {
  if (taken.length === 0) return;
  throw new SlipwayError('conflict', `${who} has its own ${taken.join(', ')}`, {
    hint: 'Load the sample into a new workspace',
  });
}

function relationOf(text: string): Relation {
  const [database, schema, name] = parseNameParts(text) ?? [];
  if (database === undefined || schema === undefined || name === undefined) {
    throw new SlipwayError('validation', `data.yaml: "${text}" is not a full table name`);
  }
  return { database, schema, name };
}

function readFolder(directory: string): DefinitionFile[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(file => ({
      path: relative(directory, file).split(sep).join('/'),
      content: readFileSync(file, 'utf8'),
    }));
}
