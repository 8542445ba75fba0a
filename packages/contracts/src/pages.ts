import type { Job } from './define-job.ts';
import type { Route } from './define-route.ts';
import * as resources from './resources.ts';

const described = Object.values<unknown>(resources);

const has = (value: unknown, key: string): boolean => typeof value === 'object' && value !== null && key in value;
const isRoute = (value: unknown): value is Route => has(value, 'method');
const isJob = (value: unknown): value is Job => has(value, 'queue');

/** Every route there is: the gateway refuses to start unless each has exactly one handler. */
export const ROUTES: readonly Route[] = described.filter(isRoute);

/** Every job there is: the worker refuses to start unless each has exactly one handler. */
export const JOBS: readonly Job[] = described.filter(isJob);
