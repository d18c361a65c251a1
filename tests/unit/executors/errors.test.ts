import { describe, expect, it } from 'vitest';
import { StatementError, toExecutionError } from '../../../src/main/executors/duckdb/errors.ts';

const json = (exception_type: string, exception_message: string, more: Record<string, string> = {}) =>
  new Error(JSON.stringify({ exception_type, exception_message, ...more }));

it('a full disk is that of the file which could not be written', () => {
  const message = 'Could not write file "/w/A.duckdb": No space left on device';
  expect(toExecutionError(json('IO', message, { errno: '28' })).failure.message).toBe(
    `The disk that holds /w/A.duckdb is full: ${message}`,
  );
});

/** Errors of DuckDB 1.5 as they arrive, and what becomes of them; what a real DuckDB says is in the integration tests. */
describe('errors of DuckDB', () => {
  it.each([
    [json('INTERRUPT', 'Interrupted!'), 'cancelled', '57014', false],
    [new Error('INTERRUPT Error: Interrupted!'), 'cancelled', '57014', false],
    [json('Invalid Input', "Numeric value '0x1F' is not recognized"), 'conversion_error', '22018', false],
    [
      new Error(
        'TransactionContext Error: Failed to commit: Could not write file "/w/A.duckdb.wal": No space left on device',
      ),
      'disk_full',
      '53100',
      false,
    ],
    [
      json('IO', 'Could not write file "/w/A.duckdb": No space left on device', { errno: '28' }),
      'disk_full',
      '53100',
      false,
    ],
    [
      json(
        'Out of Memory',
        "failed to offload data block of size 256.0 KiB.\nThis limit was set by the 'max_temp_directory_size' setting.",
      ),
      'disk_full',
      '53100',
      false,
    ],
    [
      json('TransactionContext', 'Catalog write-write conflict on create with "S2"'),
      'transaction_conflict',
      '40001',
      true,
    ],
    [json('TransactionContext', 'Conflict on tuple deletion!'), 'transaction_conflict', '40001', true],
    [
      new Error('TransactionContext Error: Failed to commit: table has been altered'),
      'transaction_conflict',
      '40001',
      true,
    ],
    [
      json('TransactionContext', 'Cannot write to database "A" - transaction is launched in read-only mode'),
      'read_only',
      '25006',
      false,
    ],
    [
      json('IO', 'Corrupt database file: computed checksum 1 does not match'),
      'corrupt_database',
      'XX001',
      false,
    ],
    [
      json('IO', 'Could not set lock on file "/w/A.duckdb": Conflicting lock is held in /bin/node (PID 12).'),
      'database_locked',
      '55006',
      true,
    ],
    [
      json('Catalog', 'Existing object T is of type View, trying to replace with type Table'),
      'target_changed',
      '42809',
      true,
    ],
    [
      json('Catalog', 'Existing object a b is of type Table, trying to drop type View'),
      'target_changed',
      '42809',
      true,
    ],
    [json('Constraint', 'NOT NULL constraint failed: NN.I'), 'constraint_violation', '23000', false],
    [json('Serialization', 'something new'), 'warehouse_error', null, false],
    [new Error('Unexpected type id: 0'), 'warehouse_error', null, false],
    [new Error('{"exception_type" cut short'), 'warehouse_error', null, false],
  ])('%s', (cause, code, sqlstate, retryable) => {
    expect(toExecutionError(cause, { queryId: 'q' }).failure).toMatchObject({
      code,
      sqlstate,
      retryable,
      query_id: 'q',
    });
  });

  it('of memory are worth another try only when others used it too', () => {
    const cause = json(
      'Out of Memory',
      'failed to allocate data of size 16.0 MiB (1.8 GiB/1.8 GiB used)\n\nPossible solutions:\n* SET x',
    );
    expect(toExecutionError(cause, { alone: true }).failure.retryable).toBe(false);
    const { failure } = toExecutionError(cause, { alone: false });
    expect(failure.retryable).toBe(true);
    expect(failure.message).toBe(
      'DuckDB ran out of memory: failed to allocate data of size 16.0 MiB (1.8 GiB/1.8 GiB used)',
    );
  });

  it('name a table as the SQL does, whatever stands before it', () => {
    const sql = 'SELECT \'é🙂\' FROM "A b"."C".missing AS x';
    const position = String(Buffer.byteLength(sql.slice(0, sql.indexOf('"A b"'))));
    const cause = json('Catalog', 'Table with name missing does not exist!\nDid you mean "pg_settings"?', {
      candidates: 'pg_settings',
      position,
      error_subtype: 'MISSING_ENTRY',
      type: 'Table',
      name: 'missing',
    });
    expect(toExecutionError(new StatementError(cause, sql)).failure).toMatchObject({
      code: 'source_missing',
      message: 'Table or view "A b"."C".missing does not exist',
      hint: null,
    });
    expect(toExecutionError(cause).failure.message).toBe('Table or view missing does not exist');
  });
});
