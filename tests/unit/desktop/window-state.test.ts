import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  minimumSize,
  parseWindowState,
  placeWindow,
  readWindowState,
  writeWindowState,
} from '../../../src/main/desktop/window-state.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const primary = { x: 0, y: 25, width: 1920, height: 1055 };
const second = { x: -1280, y: 0, width: 1280, height: 1024 };
const state = (x: number, y: number, width = 1000, height = 700) => ({
  bounds: { x, y, width, height },
  maximized: false,
});

describe('the file', () => {
  test('gives back what was written', () => {
    const directory = temporaryDirectory();
    const file = join(directory, 'deeper/window-state.json');
    const written = { bounds: { x: -10, y: 20, width: 1000, height: 700 }, maximized: true };
    writeWindowState(file, written);
    expect(readWindowState(file)).toEqual(written);
    expect(readdirSync(join(directory, 'deeper'))).toEqual(['window-state.json']);
  });

  test.each([
    '',
    'null',
    '[]',
    '7',
    '{"bounds":',
    '{"bounds":{"x":1,"y":1,"width":1000,"height":700}}',
    '{"maximized":true}',
    '{"bounds":null,"maximized":true}',
    '{"bounds":{"x":"1","y":1,"width":1000,"height":700},"maximized":false}',
    '{"bounds":{"x":1.5,"y":1,"width":1000,"height":700},"maximized":false}',
    '{"bounds":{"x":1,"y":1,"width":0,"height":700},"maximized":false}',
    '{"bounds":{"x":1e300,"y":1,"width":1000,"height":700},"maximized":false}',
    '{"bounds":{"x":1,"y":1,"width":1000},"maximized":false}',
    '{"bounds":{"x":1,"y":1,"width":1000,"height":700},"maximized":"yes"}',
  ])('is taken for none when it holds %s', content => {
    const file = join(temporaryDirectory(), 'window-state.json');
    writeFileSync(file, content);
    expect(readWindowState(file)).toBeNull();
  });

  test('need not be there', () => {
    const file = join(temporaryDirectory(), 'window-state.json');
    expect(readWindowState(file)).toBeNull();
    expect(existsSync(file)).toBe(false);
  });
});

describe('the window', () => {
  test('has its usual size and the place the system chooses when nothing is known', () => {
    expect(placeWindow(null, [primary])).toEqual({ width: 1440, height: 900, maximized: false });
  });

  test('fits a small display', () => {
    const small = { x: 0, y: 0, width: 1024, height: 640 };
    expect(placeWindow(null, [small])).toEqual({ width: 1024, height: 640, maximized: false });
    expect(placeWindow(state(0, 0, 3000, 2000), [small])).toEqual({
      x: 0,
      y: 0,
      width: 1024,
      height: 640,
      maximized: false,
    });
  });

  test('opens where it was, on whichever display', () => {
    expect(placeWindow(state(100, 100), [primary, second])).toMatchObject({ x: 100, y: 100, width: 1000 });
    expect(placeWindow(state(-1200, 10), [primary, second])).toMatchObject({ x: -1200, y: 10, width: 1000 });
    expect(placeWindow({ ...state(100, 100), maximized: true }, [primary])).toMatchObject({
      maximized: true,
    });
  });

  test.each([
    ['beyond the right edge', 1900, 100],
    ['beyond the left edge', -990, 100],
    ['below the lower edge', 100, 1075],
    ['above the upper edge', 100, 0],
    ['on a display that is gone', 4000, 100],
  ])('does not open %s', (_where, x, y) => {
    expect(placeWindow(state(x, y), [primary])).toEqual({ width: 1000, height: 700, maximized: false });
  });

  test('is never smaller than what the page needs', () => {
    expect(placeWindow(state(0, 100, 10, 10), [primary])).toMatchObject(minimumSize);
    expect(placeWindow(null, [])).toMatchObject({ width: 1440, height: 900 });
  });

  test('can be placed whatever the file says', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(placeWindow(parseWindowState(value), [primary]).width).toBeGreaterThan(0);
      }),
    );
  });
});
