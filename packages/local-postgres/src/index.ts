export { dumpLocalPostgres } from './dump/dump-local-postgres.ts';
export { restoreLocalPostgres } from './dump/restore-local-postgres.ts';
export { LocalPostgresError, type LocalPostgresErrorCode } from './errors.ts';
export type { Log } from './log.ts';
export {
  type ProcessExit,
  type SpawnedLocalPostgres,
  type SpawnOptions,
  spawnLocalPostgres,
} from './spawn-local-postgres.ts';
export {
  type LocalPostgres,
  type LocalPostgresOptions,
  type LocalPostgresPlace,
  startLocalPostgres,
} from './start-local-postgres.ts';
