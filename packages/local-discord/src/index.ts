export { type FaultInput } from './local/faults.ts';
export { type LogRecord } from './local/present-log.ts';
export { type LocalDiscord, type LocalDiscordOptions, startLocalDiscord } from './start.ts';
export { type AccountIds, defaultWorld, type WorldIds } from './world/default-world.ts';
