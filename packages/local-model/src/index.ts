export type { LoggedRequest } from './request-log.ts';
export { type LocalModelOptions, type LocalModelServer, startLocalModel } from './start-local-model.ts';
