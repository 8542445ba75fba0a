export { aiWorker } from './start.ts';
