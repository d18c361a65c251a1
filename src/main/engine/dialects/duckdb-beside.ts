import { targetTypeOf } from '../../../shared/contract/materialization.ts';
import { quoteName, quoteRelation, type Relation } from '../../../shared/domain/relation.ts';
import { resultOf, shadowOf } from './beside.ts';
import type { BuildStep, Increment, Order } from './dialect.ts';
import { commentOn, createSchema } from './duckdb-statements.ts';
import { applied, resulting } from './increments.ts';
import { auditSteps, inspectSteps } from './looks.ts';

/**
 * Builds beside the target, where it is looked at, then publishes in one transaction. A view is made again under the name of
 * the target, for it is no more than its text; a table takes that name.
 */
export function buildBeside(order: Order): BuildStep[] {
  const { query, target, materialization, found, owner, comments } = order;
  const type = targetTypeOf(materialization);
  const kind = type.toUpperCase();
  const shadow = shadowOf(target, owner);
  const [name, beside] = [quoteRelation(target), quoteRelation(shadow)];
  const built = { relation: shadow, type };
  const rest = sent(target);
  // Of what stands there as far as is known: something of another type is not dropped, it fails with `target_changed`.
  const drop = `DROP ${(found.type ?? type).toUpperCase()} IF EXISTS ${name}`;
  const changes = found.type !== null && found.type !== type;
  return [
    {
      ...rest,
      name: 'shadow',
      purpose: 'shadow',
      statements: [
        createSchema(target),
        `CREATE OR REPLACE ${kind} ${beside} AS\n${query}`,
        // A table takes them along when it is renamed.
        ...(type === 'table' ? commentOn(shadow, comments) : []),
      ],
      target: built,
    },
    ...inspectSteps(order.inspection, shadow),
    ...auditSteps(order.audited, built),
    {
      ...rest,
      name: 'publish',
      purpose: 'publish',
      statements:
        type === 'view'
          ? [
              ...(changes ? [drop] : []),
              `CREATE OR REPLACE VIEW ${name} AS\n${query}`,
              ...commentOn(target, comments),
            ]
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

/** Gathers the new rows beside the target, then brings them into it, in one transaction. */
export function changeBeside(order: Order & { increment: Increment }): BuildStep[] {
  const { query, target, increment, owner, audited, comments } = order;
  const delta = shadowOf(target, owner);
  const result = { relation: resultOf(target, owner), type: 'view' as const };
  const rest = sent(target);
  return [
    {
      ...rest,
      name: 'shadow',
      purpose: 'shadow',
      statements: [`CREATE OR REPLACE TABLE ${quoteRelation(delta)} AS\n${query}`],
      target: { relation: delta, type: 'table' },
    },
    ...inspectSteps(order.inspection, delta),
    ...(audited
      ? [
          {
            ...rest,
            name: 'result',
            purpose: 'shadow' as const,
            statements: [
              `CREATE OR REPLACE VIEW ${quoteRelation(result.relation)} AS\n${resulting(order, delta)}`,
            ],
            target: result,
          },
        ]
      : []),
    ...auditSteps(audited, result),
    {
      ...rest,
      name: 'publish',
      purpose: 'publish',
      statements: [
        ...increment.added.map(
          ({ name, type }) => `ALTER TABLE ${quoteRelation(target)} ADD COLUMN ${quoteName(name)} ${type}`,
        ),
        ...applied(order, delta),
        ...commentOn(target, comments),
      ],
      target: { relation: target, type: 'table' },
    },
    {
      ...rest,
      name: 'cleanup',
      purpose: 'cleanup',
      statements: [
        ...(audited ? [`DROP VIEW IF EXISTS ${quoteRelation(result.relation)}`] : []),
        `DROP TABLE IF EXISTS ${quoteRelation(delta)}`,
      ],
      idempotent: true,
    },
  ];
}

function sent({ database }: Relation) {
  return { writes: [database], idempotent: false, stoppable: true };
}
