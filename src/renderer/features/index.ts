import type { Feature } from './feature.ts';
import { models } from './models/index.ts';

/** All parts of the application, in the order of the rail. What is not here is not shown. */
export const features: readonly Feature[] = [models];
