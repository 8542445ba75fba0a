export type { GatewayConfig, GatewaySecrets } from './config.ts';
export { type MigrationReport, migrateDatabase } from './database/migrate-database.ts';
export { apiGateway } from './start.ts';
export { seedDatabase } from './store/seed/index.ts';
