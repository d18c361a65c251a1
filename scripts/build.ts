import { build } from '../src/main/system/build.ts';

/** `npm run build`: desktop, command line and page into `out/`. */
process.exitCode = (await build()) ? 0 : 1;
