import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backends } from './accounts/account.ts';
import { forgetReports, reportLine } from './report.ts';

/** `npm run conformance [-- --backend NAME …]`; ends with 1 when a case fails, or a known gap has closed. */
const { values } = parseArgs({ options: { backend: { type: 'string', multiple: true } } });
const names = values.backend ?? [];
// "fakesnow", "live" and "protocol" will do.
const wanted =
  names.length === 0
    ? backends
    : backends.filter(backend => names.some(name => name !== '' && backend.startsWith(name)));
const unknown = names.filter(name => name === '' || !backends.some(backend => backend.startsWith(name)));
if (unknown.length > 0) {
  console.error(`There is no backend "${unknown.join('", "')}"; there are: ${backends.join(', ')}`);
  process.exit(2);
}

const root = resolve(import.meta.dirname, '../..');
forgetReports();
const files = wanted.map(backend => `tests/conformance/${backend.replaceAll(' ', '-')}.test.ts`);
const { status } = spawnSync(
  join(root, 'node_modules/.bin/vitest'),
  ['run', '--project', 'conformance', '--reporter=default', ...files],
  { cwd: root, stdio: 'inherit' },
);
console.log(`\n${reportLine(wanted)}`);
process.exitCode = status ?? 1;
