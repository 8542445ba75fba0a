export { WorkerConfig, WorkerSecrets } from './config.ts';
export { startAiWorker, type WorkerParts } from './start.ts';
