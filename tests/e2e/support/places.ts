import { join, resolve } from 'node:path';

export const project = resolve(import.meta.dirname, '../../..');
export const command = [process.execPath, join(project, 'src/main/cli/main.ts')] as const;
