import { quoteName, quoteRelation, type Relation } from '../../../shared/domain/relation.ts';
import { auditStep, type BuildStep, type Order } from './dialect.ts';

/**
 * Builds beside the target, where it is looked at, then publishes in one transaction. A view is made again under the name of
 * the target, for it is no more than its text; a table takes that name.
 */
export function buildBeside({ query, target, materialization: { type }, found, owner }: Order): BuildStep[] {
  const shadow: Relation = { ...target, name: `${target.name}__SLIPWAY_${owner}` };
  const kind = type.toUpperCase();
  const [name, beside] = [quoteRelation(target), quoteRelation(shadow)];
  const built = { relation: shadow, type };
  const rest = { writes: [target.database], idempotent: false, stoppable: true };
  // Of what stands there as far as is known: something of another type is not dropped, it fails with `target_changed`.
  const drop = `DROP ${(found.type ?? type).toUpperCase()} IF EXISTS ${name}`;
  const changes = found.type !== null && found.type !== type;
  return [
    {
      ...rest,
      name: 'shadow',
      purpose: 'shadow',
      statements: [createSchema(target), `CREATE OR REPLACE ${kind} ${beside} AS\n${query}`],
      target: built,
    },
    auditStep(built),
    {
      ...rest,
      name: 'publish',
      purpose: 'publish',
      statements:
        type === 'view'
          ? [...(changes ? [drop] : []), `CREATE OR REPLACE VIEW ${name} AS\n${query}`]
          : [drop, `ALTER TABLE ${beside} RENAME TO ${quoteName(target.name)}`],
      target: { relation: target, type },
    },
    {
      ...rest,
      name: 'cleanup',
      purpose: 'cleanup',
      statements: [`DROP ${kind} IF EXISTS ${beside}`],
      idempotent: true,
    },
  ];
}

export function createSchema({ database, schema }: Relation): string {
  return `CREATE SCHEMA IF NOT EXISTS ${quoteName(database)}.${quoteName(schema)}`;
}
