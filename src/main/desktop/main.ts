import { join } from 'node:path';
import { rendererDirectory, root } from '../system/places.ts';
import { startDesktop } from './desktop.ts';
import { openEngine } from './host-wiring.ts';

startDesktop({
  openEngine,
  pageDirectory: rendererDirectory,
  preload: join(root, 'out/preload/preload.cjs'),
});
