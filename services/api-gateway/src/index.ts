export type { GatewayConfig, GatewaySecrets } from './config.ts';
export { backUpPostgres } from './database/back-up-postgres.ts';
export { keepLatestBackups, newBackupFile } from './database/backup-files.ts';
export { type MigrationReport, migrateDatabase } from './database/migrate-database.ts';
export { SEED_CHARACTERS, seedDatabase } from './seed/index.ts';
export { apiGateway } from './start.ts';
