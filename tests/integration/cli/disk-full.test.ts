import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unusableWorkspace } from '../../../src/main/system/workspace-lock.ts';
import { fill, smallDisk } from '../../support/small-disk.ts';
import { Workspace } from './support.ts';

const hint = 'Free some space and try again; what was saved before is intact';

describe('on a full disk', () => {
  test('the sample says which file has no space', async context => {
    const disk = smallDisk('3m');
    if (disk === undefined) return context.skip();
    const workspace = new Workspace(join(disk, 'w'));
    expect(await workspace.failure(1, 'sample', 'load')).toEqual({
      error: {
        code: 'unavailable',
        message: expect.stringMatching(/^The disk that holds .*\.parquet is full: it could not be written$/),
        details: { hint },
      },
    });
    expect(await workspace.json('model', 'list')).toMatchObject({ models: [] });
  });

  test('a workspace that cannot be opened says so', async context => {
    const disk = smallDisk('3m');
    if (disk === undefined) return context.skip();
    fill(join(disk, 'films'));
    const workspace = new Workspace(join(disk, 'w'));
    expect(await workspace.failure(1, 'variables', 'set', 'a=1')).toEqual({
      error: {
        code: 'unavailable',
        message: expect.stringMatching(/^The disk that holds .* is full: it cannot be opened/),
        details: { hint },
      },
    });
  });

  test('the words do not depend on who noticed', () => {
    for (const code of ['ENOSPC', 'SQLITE_FULL']) {
      const cause = Object.assign(new Error('no space'), { code });
      expect(unusableWorkspace('/w', cause)).toMatchObject({
        code: 'unavailable',
        message: 'The disk that holds /w is full: it cannot be opened as a workspace',
        details: { hint },
      });
    }
    const readOnly = Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' });
    expect(unusableWorkspace('/w', readOnly).details.hint).toBe('Choose a directory your user can write to');
  });
});
