export * from './define-job.ts';
export * from './define-route.ts';
export * from './errors.ts';
