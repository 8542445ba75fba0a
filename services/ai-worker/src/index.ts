export { writeMemories } from './prompt/index.ts';
export { aiWorker } from './start.ts';
