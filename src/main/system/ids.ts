import { randomUUID } from 'node:crypto';
import type { Ids } from '../engine/ports.ts';

export const systemIds: Ids = { uuid: () => randomUUID() };
