import { quoteName, type Relation } from '../../../shared/domain/relation.ts';
import type { Grant } from '../ports.ts';
import { targetTypeOf } from '../../../shared/contract/materialization.ts';
import { resultOf, shadowOf } from './beside.ts';
import type { BuildStep, Increment, Order } from './dialect.ts';
import { applied, resulting } from './increments.ts';
import { auditSteps, inspectSteps } from './looks.ts';
import { commentSteps } from './snowflake-comments.ts';
import { blockOf, createAs, kindOf, nameOf, oneOf } from './snowflake-statements.ts';

/** What can be granted on tables and on views. */
const commonPrivileges = ['SELECT', 'REFERENCES'];

/**
 * Builds beside the target, then publishes: for what has to be looked at before readers see it, and for what `CREATE OR
 * REPLACE` cannot replace. However long the build takes, the old target can be read until it is published.
 */
export function buildBeside(order: Order): BuildStep[] {
  const { query, target, materialization, owner, comments } = order;
  const type = targetTypeOf(materialization);
  const shadow = shadowOf(target, owner);
  const built = { relation: shadow, type };
  const rest = sent(target);
  return [
    {
      ...rest,
      name: 'shadow',
      purpose: 'shadow',
      // Of the target's own kind: a permanent table cannot be the clone of a transient one.
      statements: [createAs(shadow, materialization, query, false, comments)],
      target: built,
    },
    // It takes them along, by its clone as by its new name.
    ...(type === 'table' ? commentSteps(order, shadow) : []),
    ...inspectSteps(order.inspection, shadow),
    ...auditSteps(order.audited, built),
    {
      ...rest,
      name: 'publish',
      purpose: 'publish',
      target: { relation: target, type },
      ...(changesType(order)
        ? { statements: [takePlace(order, shadow)], stoppable: false }
        : { statements: [replaceBy(order, shadow)] }),
    },
    cleanup(target, [dropIfThere(shadow, type)]),
  ];
}

/**
 * Gathers the new rows beside the target, then brings them into it, in one transaction. Columns that it lacks come before: a
 * DDL statement would end that transaction.
 */
export function changeBeside(order: Order & { increment: Increment }): BuildStep[] {
  const { query, target, increment, owner, audited } = order;
  const delta = shadowOf(target, owner);
  const result = { relation: resultOf(target, owner), type: 'view' as const };
  const added = increment.added.map(
    ({ name, type }) => `ALTER TABLE ${nameOf(target)} ADD COLUMN IF NOT EXISTS ${quoteName(name)} ${type}`,
  );
  return [
    {
      ...sent(target),
      name: 'shadow',
      purpose: 'shadow',
      statements: [createAs(delta, { type: 'table', transient: true }, query, false)],
      target: { relation: delta, type: 'table' },
    },
    ...inspectSteps(order.inspection, delta),
    ...(audited
      ? [
          {
            ...sent(target),
            name: 'result',
            purpose: 'shadow' as const,
            statements: [createAs(result.relation, { type: 'view' }, resulting(order, delta), false)],
            target: result,
          },
        ]
      : []),
    ...auditSteps(audited, result),
    ...(added.length === 0
      ? []
      : [
          {
            ...sent(target),
            name: 'columns',
            purpose: 'prepare' as const,
            statements: [oneOf(added)],
            idempotent: true,
          },
        ]),
    {
      ...sent(target),
      name: 'publish',
      purpose: 'publish',
      statements: applied(order, delta),
      target: { relation: target, type: 'table' },
    },
    ...commentSteps(order, target),
    cleanup(target, [
      ...(audited ? [dropIfThere(result.relation, 'view')] : []),
      dropIfThere(delta, 'table'),
    ]),
  ];
}

function cleanup(target: Relation, drops: string[]): BuildStep {
  return {
    ...sent(target),
    name: 'cleanup',
    purpose: 'cleanup',
    statements: [oneOf(drops)],
    idempotent: true,
  };
}

function dropIfThere(relation: Relation, type: 'table' | 'view'): string {
  return `DROP ${type.toUpperCase()} IF EXISTS ${nameOf(relation)}`;
}

function sent({ database }: Relation) {
  return { writes: [database], idempotent: false, stoppable: true };
}

/** Whether a view stands where a table is to be, or the other way round. */
export function changesType({ found, materialization }: Pick<Order, 'found' | 'materialization'>): boolean {
  return found.type !== null && found.type !== targetTypeOf(materialization);
}

/** Whether a new target begins with what was granted on the one it replaces. */
export function copiesGrants({ found, materialization }: Pick<Order, 'found' | 'materialization'>): boolean {
  // With nothing to copy from, COPY GRANTS would only keep out what is granted on future tables of the schema.
  return found.type !== null && materialization.copy_grants !== false;
}

/** Whether a grant can be given again on what takes the place of something of another type. */
export function carriesOver({ granteeType, privilege }: Grant): boolean {
  return granteeType === 'ROLE' && commonPrivileges.includes(privilege);
}

/** Replaces something of the same type, in one step. */
function replaceBy(order: Order, shadow: Relation): string {
  const { target, materialization, query, comments } = order;
  // A swap would take grants and time travel along; a view cannot be cloned, and is no more than its text.
  if (materialization.type === 'view')
    return createAs(target, materialization, query, copiesGrants(order), comments);
  const copy = copiesGrants(order) ? ' COPY GRANTS' : '';
  return `CREATE OR REPLACE ${kindOf(materialization)} ${nameOf(target)} CLONE ${nameOf(shadow)}${copy}`;
}

/** Takes the place of something of another type. What can be refused comes first, while nothing has been dropped. */
function takePlace(order: Order, shadow: Relation): string {
  const { target, materialization, found } = order;
  const type = targetTypeOf(materialization).toUpperCase();
  const grants = copiesGrants(order) ? found.grants.filter(carriesOver) : [];
  return blockOf([
    ...grants.map(({ privilege, grantee, grantOption }) => {
      const option = grantOption ? ' WITH GRANT OPTION' : '';
      return `GRANT ${privilege} ON ${type} ${nameOf(shadow)} TO ROLE ${quoteName(grantee)}${option}`;
    }),
    `DROP ${found.type?.toUpperCase() ?? type} IF EXISTS ${nameOf(target)}`,
    `ALTER ${type} ${nameOf(shadow)} RENAME TO ${nameOf(target)}`,
  ]);
}
