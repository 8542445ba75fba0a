import { fileURLToPath } from 'node:url';

const repository = new URL('../../../../', import.meta.url);

/** The directory of `<timestamp>_<name>/migration.sql`. */
export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL('prisma/migrations', repository));
export const SCHEMA_FILE = fileURLToPath(new URL('prisma/schema.prisma', repository));
