import { seedDatabase } from '../services/api-gateway/src/index.ts';
import { readDatabaseUrl, runScript } from './database-script.ts';

await runScript(async () => {
  const made = await seedDatabase({ url: readDatabaseUrl() });
  console.log(
    made.length === 0 ? 'Nothing to do: the first characters were made before.' : `Made: ${made.join(', ')}.`,
  );
});
