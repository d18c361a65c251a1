import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { root } from '../system/places.ts';

// Running TypeScript directly, most of a command's time would go into compiling: what was compiled is kept, also for the
// threads and processes of the engine, which look for it in the environment.
if (import.meta.url.endsWith('.ts')) {
  process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/slipway');
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
}
const [{ tellCrashes }, { redaction }] = await Promise.all([
  import('../system/crash.ts'),
  import('../system/redaction.ts'),
]);
tellCrashes(redaction.redact);
const { main } = await import('./program.ts');
await main(process.argv.slice(2));
