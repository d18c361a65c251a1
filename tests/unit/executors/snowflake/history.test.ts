import { expect, test } from 'vitest';
import { ExecutionError } from '../../../../src/main/engine/ports.ts';
import { findScript } from '../../../../src/main/executors/snowflake/history.ts';
import type { Lease } from '../../../../src/main/executors/snowflake/sessions.ts';
import { queryTag } from '../../../../src/main/executors/snowflake/tags.ts';

const surroundings = { role: null, warehouse: null, database: 'DB', schema: null };

/** A session that gives prepared answers, in their order. */
function answering(...answers: (string | null)[][][]) {
  const asked: string[] = [];
  const ask = ({ sql }: { sql: string }) => {
    asked.push(sql);
    return Promise.resolve({ columns: [], rows: answers.shift() ?? [] });
  };
  return { asked, lease: { surroundings, session: { ask } } as unknown as Lease };
}

const row = (script: string, statement = 1, of = 1) => [
  `id-${statement}`,
  'SUCCESS',
  null,
  null,
  '7',
  queryTag(undefined, { script, statement, of }),
];

test('a script is looked for as far back as the history goes', async () => {
  const { asked, lease } = answering(
    [],
    [['10000', '1709210096.123000000']],
    [],
    [['9999', '1709000000.000000000']],
  );
  expect(await findScript(lease, 's-1', 'my db')).toEqual([]);
  expect(asked).toHaveLength(4);
  expect(asked[0]).toContain(`"my db".INFORMATION_SCHEMA.QUERY_HISTORY_BY_USER(RESULT_LIMIT => 10000)`);
  expect(asked[0]).toContain(`CONTAINS(QUERY_TAG, '"script":"s-1"')`);
  expect(asked[2]).toContain(
    "(END_TIME_RANGE_END => '2024-02-29T12:34:56.123Z'::TIMESTAMP_LTZ, RESULT_LIMIT",
  );
});

test('an empty history ends the search', async () => {
  const { asked, lease } = answering([], [['0', null]]);
  expect(await findScript(lease, 's-1', 'DB')).toEqual([]);
  expect(asked).toHaveLength(2);
});

test('statements are told apart by their tags, not by what looks like them', async () => {
  const { lease } = answering([
    row('s-1', 2, 3),
    row('s-10'),
    ['id', 'SUCCESS', null, null, null, 'not ours, but "script":"s-1"'],
    ['id', 'RUNNING', null, null, null, null],
  ]);
  expect(await findScript(lease, 's-1', 'DB')).toEqual([
    {
      queryId: 'id-2',
      state: 'succeeded',
      errorCode: null,
      errorMessage: null,
      rows: 7,
      part: { script: 's-1', statement: 2, of: 3 },
    },
  ]);
});

test.each([
  ['SUCCESS', 'succeeded'],
  ['FAIL', 'failed'],
  ['FAILED_WITH_ERROR', 'failed'],
  ['FAILED_WITH_INCIDENT', 'failed'],
  ['RUNNING', 'running'],
  ['QUEUED', 'running'],
  ['RESUMING_WAREHOUSE', 'running'],
  ['BLOCKED', 'running'],
])('what the history calls %s has %s', async (status, state) => {
  const { lease } = answering([row('s-1').with(1, status)]);
  expect(await findScript(lease, 's-1', 'DB')).toMatchObject([{ state }]);
});

test('without any database there is no history to look at, and no answer', async () => {
  const { lease, asked } = answering();
  await expect(findScript(lease, 's-1', null)).rejects.toThrow(ExecutionError);
  expect(asked).toEqual(['SHOW DATABASES']);
});
