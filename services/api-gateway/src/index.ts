export { type GatewayConfig, type GatewaySecrets, readGatewayConfig } from './config.ts';
export { migrateDatabase, type MigrationReport } from './database/migrate-database.ts';
export { type RunningGateway, type SharedParts, startApiGateway } from './start.ts';
export { seedDatabase } from './store/seed/index.ts';
