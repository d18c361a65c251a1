import { describe, expect, test } from 'vitest';
import { missingPrivileges } from '../../../../src/main/executors/snowflake/privileges.ts';
import type { Lease } from '../../../../src/main/executors/snowflake/sessions.ts';

const surroundings = { role: 'BUILDER', warehouse: null, database: 'DB', schema: null };
const target = { relation: { database: 'DB', schema: 'S', name: 'T' }, type: 'table' as const };
const lacksTable = [expect.objectContaining({ privilege: 'CREATE TABLE', on: 'schema DB.S' })];

type Granted = [privilege: string, on: string, name: string];

/** An account in which schema DB.S is there and T is not, with what is granted to whom. */
function account(grants: (to: string) => Granted[]) {
  const asked: string[] = [];
  const answer = (names: string[], rows: string[][]) => ({
    columns: names.map(name => ({ name, type: 'text', precision: null, scale: null })),
    rows,
  });
  const ask = ({ sql }: { sql: string }) => {
    const to = /^SHOW GRANTS TO (.*)$/.exec(sql)?.[1];
    if (to !== undefined) asked.push(to);
    if (to !== undefined) return Promise.resolve(answer(['privilege', 'granted_on', 'name'], grants(to)));
    if (sql.startsWith('SELECT CURRENT_ROLE')) return Promise.resolve(answer(['R'], [['BUILDER']]));
    return Promise.resolve(answer(['name'], sql.startsWith('SHOW SCHEMAS') ? [['S']] : []));
  };
  const lease = { surroundings, session: { ask } } as unknown as Lease;
  return { asked, missing: () => missingPrivileges(lease, [], target) };
}

const create: Granted = ['CREATE TABLE', 'SCHEMA', 'DB.S'];

describe('what a role lacks to write', () => {
  test('is not what roles of the database give it', async () => {
    const grants: Record<string, Granted[]> = {
      'ROLE "BUILDER"': [
        ['USAGE', 'DATABASE_ROLE', 'OTHER.WRITER'],
        ['USAGE', 'DATABASE_ROLE', 'DB.OUTER'],
      ],
      'DATABASE ROLE "DB"."OUTER"': [['USAGE', 'DATABASE_ROLE', '"the inner"']],
      'DATABASE ROLE "DB"."the inner"': [create],
    };
    const { asked, missing } = account(to => grants[to] ?? []);
    expect(await missing()).toEqual([]);
    expect(asked).not.toContain('DATABASE ROLE "OTHER"."WRITER"');
    delete grants['DATABASE ROLE "DB"."the inner"'];
    expect(await missing()).toEqual(lacksTable);
  });

  test('is asked of no more roles than it takes', async () => {
    const { asked, missing } = account(to =>
      to === 'ROLE "BUILDER"' ? [['USAGE', 'ROLE', 'X'], create] : [],
    );
    expect(await missing()).toEqual([]);
    expect(asked).toEqual(['ROLE "BUILDER"']);
  });

  test('is not guessed where there are more roles than are looked into', async () => {
    const many = Array.from({ length: 300 }, (_, index): Granted => ['USAGE', 'ROLE', `R${index}`]);
    const { asked, missing } = account(to => (to === 'ROLE "BUILDER"' ? many : []));
    expect(await missing()).toEqual([]);
    expect(asked.length).toBeLessThan(300);
  });
});
