import { migrateDatabase } from '../services/api-gateway/src/index.ts';
import { readDatabaseUrl, runScript } from './database-script.ts';

await runScript(async () => {
  const { applied, vectors } = await migrateDatabase({ url: readDatabaseUrl() });
  console.log(applied.length === 0 ? 'The schema is current.' : `Applied: ${applied.join(', ')}.`);
  if (vectors === 'not installed') {
    console.log('This Postgres has no pgvector: memories are found by their words alone.');
  }
  if (vectors === 'not permitted') {
    console.log('This user may not create the extension "vector": memories are found by their words alone.');
  }
});
