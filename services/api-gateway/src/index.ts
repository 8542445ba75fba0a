export type { GatewayConfig, GatewaySecrets } from './config.ts';
export { backUpPostgres } from './database/back-up-postgres.ts';
export { keepLatestBackups, newBackupFile } from './database/backup-files.ts';
export { type MigrationReport, migrateDatabase } from './database/migrate-database.ts';
export type { Exchange } from './memory/keep.ts';
export { type OpenMemory, openMemory, type Pair } from './memory/open-memory.ts';
export { SEED_CHARACTERS, seedDatabase } from './seed/index.ts';
export { apiGateway } from './start.ts';
