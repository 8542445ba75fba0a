export { type Environment, environmentOf, SERVICE_NAMES, type ServiceName, type Surroundings } from './environment.ts';
export type { KeptDatabase } from './keep-database.ts';
export { databaseFolder, migrateEmbedded } from './migrate-embedded.ts';
export { type LocalSecrets, makeSecrets, readSecrets } from './secrets-file.ts';
export type { Stage } from './stage.ts';
export { startInProcess } from './start-in-process.ts';
export { startOnThisMachine } from './start-on-this-machine.ts';
export { startSurroundings } from './start-surroundings.ts';
