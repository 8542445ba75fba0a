import { Client } from 'pg';
import { z } from 'zod';

const Named = z.array(z.object({ name: z.string() }));
const Dumped = z.array(z.object({ rows: z.string().nullable() }));

/** Keeps everything that the bot knows now. @returns puts the database back to that, while no service uses it */
export async function dumpDatabase(url: string): Promise<() => Promise<void>> {
  const dump = await withClient(url, async (client) => {
    const { rows } = await client.query(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations'`,
    );
    const tables = new Map<string, string>();
    for (const { name } of Named.parse(rows)) {
      // As text, since Discord's ids are longer than numbers may be.
      const dumped = await client.query(`SELECT json_agg(t)::text AS rows FROM public."${name}" t`);
      tables.set(name, Dumped.parse(dumped.rows)[0]?.rows ?? '[]');
    }
    return tables;
  });
  return () =>
    withClient(url, async (client) => {
      const names = [...dump.keys()].map((name) => `public."${name}"`);
      await client.query('BEGIN');
      // Rows refer to one another; together they are what they were.
      await client.query('SET LOCAL session_replication_role = replica');
      await client.query(`TRUNCATE ${names.join(', ')}`);
      for (const [name, rows] of dump)
        await client.query(
          `INSERT INTO public."${name}" SELECT * FROM json_populate_recordset(NULL::public."${name}", $1::json)`,
          [rows],
        );
      await client.query('COMMIT');
    });
}

async function withClient<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
