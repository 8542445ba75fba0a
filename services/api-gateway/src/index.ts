export { type GatewayConfig, type GatewaySecrets, readGatewayConfig } from './config.ts';
export { type MigrationReport, migrateDatabase } from './database/migrate-database.ts';
export { type RunningGateway, type SharedParts, startApiGateway } from './start.ts';
export { seedDatabase } from './store/seed/index.ts';
