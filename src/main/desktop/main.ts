import { join } from 'node:path';
import { dialog } from 'electron';
import { crashText } from '../system/crash.ts';
import { rendererDirectory, root } from '../system/places.ts';
import { redaction } from '../system/redaction.ts';
import { startDesktop } from './desktop.ts';
import { openEngine } from './host-wiring.ts';

// Electron shows what nobody caught, and goes on; an exception may hold anything.
process.on('uncaughtException', cause => {
  const text = crashText(cause, redaction.redact);
  process.stderr.write(`slipway: ${text}\n`);
  dialog.showErrorBox('Slipway failed', text);
});

startDesktop({
  openEngine,
  pageDirectory: rendererDirectory,
  preload: join(root, 'out/preload/preload.cjs'),
});
