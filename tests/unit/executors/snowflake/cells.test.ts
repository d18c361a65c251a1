import { describe, expect, it, test } from 'vitest';
import { cellConverter, epochMs } from '../../../../src/main/executors/snowflake/cells.ts';
import { catalogTypeName, typeName } from '../../../../src/main/executors/snowflake/types.ts';

const convert = (type: string, text: string | null, scale?: number) =>
  cellConverter({ type, ...(scale === undefined ? {} : { scale }) })(text);

describe('cells', () => {
  it.each([
    ['fixed', 0, '42', 42],
    ['fixed', 0, '-9007199254740991', -9_007_199_254_740_991],
    ['fixed', 0, '9007199254740993', '9007199254740993'],
    ['fixed', 0, '99999999999999999999999999999999999999', '99999999999999999999999999999999999999'],
    ['fixed', 2, '1.50', '1.50'],
    ['real', undefined, '0.1', 0.1],
    ['real', undefined, '1e308', 1e308],
    ['real', undefined, 'NaN', 'NaN'],
    ['real', undefined, 'inf', 'Infinity'],
    ['real', undefined, '-inf', '-Infinity'],
    ['decfloat', undefined, '1.5E+400', '1.5E+400'],
    ['text', undefined, '', ''],
    ['text', undefined, '0', '0'],
    ['boolean', undefined, '1', true],
    ['boolean', undefined, 'true', true],
    ['boolean', undefined, '0', false],
    ['binary', undefined, 'c0ffee', 'C0FFEE'],
  ])('%s with the scale %s: %s', (type, scale, text, cell) => {
    expect(convert(type, text, scale)).toBe(cell);
  });

  it.each([
    ['date', '0', '1970-01-01'],
    ['date', '19782', '2024-02-29'],
    ['date', '-1', '1969-12-31'],
    ['date', '-141427', '1582-10-15'],
    ['date', '2932896', '9999-12-31'],
    ['date', '-719162', '0001-01-01'],
    ['time', '0.000000000', '00:00:00'],
    ['time', '45296.789000000', '12:34:56.789'],
    ['time', '86399.999999999', '23:59:59.999999999'],
    ['timestamp_ntz', '1709210096.000000001', '2024-02-29T12:34:56.000000001'],
    ['timestamp_ntz', '1709210096', '2024-02-29T12:34:56'],
    ['timestamp_ntz', '-0.500000000', '1969-12-31T23:59:59.5'],
    ['timestamp_ntz', '-62135596800.000000000', '0001-01-01T00:00:00'],
    ['timestamp_ltz', '1709210096.120000000', '2024-02-29T12:34:56.12Z'],
    ['timestamp_tz', '1709210096.000000000 1560', '2024-02-29T14:34:56+02:00'],
    ['timestamp_tz', '1709210096.000000000 1110', '2024-02-29T07:04:56-05:30'],
    ['timestamp_tz', '0.000000000 1440', '1970-01-01T00:00:00+00:00'],
  ])('%s %s', (type, text, cell) => {
    expect(convert(type, text, 9)).toBe(cell);
  });

  test('JSON is parsed strictly, and keeps the digits of its integers', () => {
    expect(convert('variant', '{"a": [1, null, "x"], "big": 12345678901234567890}')).toEqual({
      a: [1, null, 'x'],
      big: '12345678901234567890',
    });
    expect(convert('array', '[1.5, 9007199254740993]')).toEqual([1.5, '9007199254740993']);
    expect(convert('object', '{"__proto__": {"a": 1}}')).toHaveProperty(['__proto__']);
  });

  test('what is no JSON stays text', () => {
    const hostile = '(() => { globalThis.owned = true })()';
    expect(convert('variant', hostile)).toBe(hostile);
    expect(convert('variant', 'undefined')).toBe('undefined');
    expect(convert('variant', '<a/>')).toBe('<a/>');
    expect(globalThis).not.toHaveProperty('owned');
  });

  test('null is null, whatever the type', () => {
    for (const type of ['fixed', 'real', 'text', 'boolean', 'date', 'time', 'timestamp_tz', 'variant']) {
      expect(convert(type, null)).toBeNull();
    }
  });

  test('milliseconds of timestamps', () => {
    expect(epochMs('1709210096.789000000')).toBe(1_709_210_096_789);
    expect(epochMs('-0.000500000')).toBe(-1);
    expect(epochMs('1709210096.000000000 1560')).toBe(1_709_210_096_000);
    expect(epochMs(null)).toBeNull();
  });
});

describe('names of types', () => {
  it.each([
    [{ type: 'fixed', precision: 38, scale: 0 }, 'NUMBER(38,0)'],
    [{ type: 'fixed', precision: 10, scale: 2 }, 'NUMBER(10,2)'],
    [{ type: 'text', length: 16 }, 'VARCHAR(16)'],
    [{ type: 'binary', length: 8 }, 'BINARY(8)'],
    [{ type: 'real' }, 'FLOAT'],
    [{ type: 'boolean' }, 'BOOLEAN'],
    [{ type: 'date' }, 'DATE'],
    [{ type: 'time', scale: 3 }, 'TIME(3)'],
    [{ type: 'timestamp_ntz', scale: 9 }, 'TIMESTAMP_NTZ(9)'],
    [{ type: 'timestamp_tz', scale: 0 }, 'TIMESTAMP_TZ(0)'],
    [{ type: 'variant' }, 'VARIANT'],
    [{ type: 'vector', vectorDimension: 3, fields: [{ name: '', type: 'real' }] }, 'VECTOR(FLOAT, 3)'],
  ])('%o', (column, name) => {
    expect(typeName(column)).toBe(name);
  });

  it.each([
    ['NUMBER', null, '10', '2', null, 'NUMBER(10,2)'],
    ['TEXT', '16', null, null, null, 'VARCHAR(16)'],
    ['BINARY', '8', null, null, null, 'BINARY(8)'],
    ['TIMESTAMP_NTZ', null, null, null, '9', 'TIMESTAMP_NTZ(9)'],
    ['FLOAT', null, null, null, null, 'FLOAT'],
    ['VARIANT', null, null, null, null, 'VARIANT'],
  ])('%s of the catalogue', (dataType, characters, precision, scale, timePrecision, name) => {
    expect(catalogTypeName({ dataType, characters, precision, scale, timePrecision })).toBe(name);
  });
});
