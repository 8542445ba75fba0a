export { type LocalModelOptions, type LocalModelServer, startLocalModel } from './start-local-model.ts';
export type { LoggedRequest } from './request-log.ts';
