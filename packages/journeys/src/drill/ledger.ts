import { Client } from 'pg';

export interface LedgerState {
  triggers: number;
  /** Turns that have not ended. */
  unfinished: number;
  uncertain: number;
  /** Sends of which nothing was found, and for whose messages nobody has looked again yet. */
  doubtful: number;
}

/** Reads what the gateway wrote, beside the gateway. Every call has a connection of its own, since databases come and go here. */
export interface Ledger {
  read(): Promise<LedgerState>;
  /** The messages that say why there is no reply. */
  readNotices(): Promise<ReadonlySet<string>>;
  /** Whether whoever asked this character has read in some place why there is no reply. */
  hasTold(triggerId: string, characterName: string): Promise<boolean>;
  /** What the ledger knows of a message and of the turn in which this character was to answer it, in lines. */
  tell(triggerId: string, characterName: string): Promise<string[]>;
}

export function openLedger(url: string): Ledger {
  async function select(text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      return (await client.query(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  return {
    async read() {
      const [row] = await select(`
        SELECT (SELECT count(*)::int FROM triggers) AS triggers,
          (SELECT count(*)::int FROM turns WHERE ended_at IS NULL) AS unfinished,
          (SELECT count(*)::int FROM posts WHERE state = 'uncertain') AS uncertain,
          (SELECT count(*)::int FROM doubtful_sends WHERE looks = 0) AS doubtful`);
      return {
        triggers: Number(row?.['triggers']),
        unfinished: Number(row?.['unfinished']),
        uncertain: Number(row?.['uncertain']),
        doubtful: Number(row?.['doubtful']),
      };
    },
    async readNotices() {
      const rows = await select(`
        SELECT post.message_id FROM turns t JOIN posts post ON post.turn_id = t.id
          JOIN replies reply ON reply.turn_id = t.id AND reply.number = t.selected_reply
        WHERE reply.kind = 'notice' AND post.message_id IS NOT NULL`);
      return new Set(rows.map((row) => String(row['message_id'])));
    },
    async hasTold(triggerId, characterName) {
      // A turn that ended without a word waits to be told of until somebody was.
      const rows = await select(
        `SELECT t.id FROM turns t LEFT JOIN replies reply ON reply.turn_id = t.id AND reply.number = t.selected_reply
         WHERE t.trigger_id = $1 AND t.character_name = $2 AND t.ended_at IS NOT NULL AND t.untold_since IS NULL
           AND (t.stage IN ('expired', 'failed') OR t.problem IS NOT NULL
             OR reply.kind = 'notice' AND EXISTS (SELECT FROM posts WHERE turn_id = t.id AND state = 'sent'))`,
        [triggerId, characterName],
      );
      return rows.length > 0;
    },
    async tell(triggerId, characterName) {
      const triggers = await select(
        'SELECT accepted_at, withdrawn_at, closed_at, scene IS NOT NULL AS has_scene FROM triggers WHERE id = $1',
        [triggerId],
      );
      const turns = await select(
        `SELECT id, position, stage, attempts, wake_ups, fence, due_at, lease_expires_at, problem, ended_at
         FROM turns WHERE trigger_id = $1 AND character_name = $2`,
        [triggerId, characterName],
      );
      const replies = await select(
        `SELECT number, kind, state, ended_by, created_at, ended_at, length(answer) AS answer_characters, length(text) AS characters
         FROM replies WHERE turn_id IN (SELECT id FROM turns WHERE trigger_id = $1 AND character_name = $2) ORDER BY number`,
        [triggerId, characterName],
      );
      const posts = await select(
        `SELECT chunk, state, sending_at, message_id, webhook_id FROM posts
         WHERE turn_id IN (SELECT id FROM turns WHERE trigger_id = $1 AND character_name = $2) ORDER BY chunk`,
        [triggerId, characterName],
      );
      if (triggers.length === 0) return ['it was never accepted'];
      return [
        ...triggers.map((row) => `trigger   ${write(row)}`),
        ...(turns.length === 0
          ? ['there is no turn of this character']
          : turns.map((row) => `turn      ${write(row)}`)),
        ...replies.map((row) => `reply     ${write(row)}`),
        ...(posts.length === 0 ? ['nothing was to be sent'] : posts.map((row) => `post      ${write(row)}`)),
      ];
    },
  };
}

function write(row: Record<string, unknown>): string {
  return Object.entries(row)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}=${value instanceof Date ? value.toISOString() : String(value)}`)
    .join(' ');
}
