import {
  type Delivery,
  EffectivePreset,
  type OpenedTurn,
  type OpenTurn,
  type openTurn,
  Place,
  type Question,
  type RecalledMemory,
  type Refusal,
  type RouteRequest,
  resolveSettings,
  SettingsPatch,
  type Speaker,
  type StoredReply,
  type Webhook,
} from '@tzurot/contracts';
import { untilAborted } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { type Database, inOneTrip, queryOne, sql } from '../database/query.ts';
import { toSnowflake } from '../database/snowflakes.ts';
import { recall } from '../memory/find.ts';
import { SPACES, spaceFor } from '../memory/vectors/embedding-space.ts';
import { cutHistory, type LineRow, selectNewestLines } from '../store/history.ts';
import { openWebhookToken } from '../store/webhooks.ts';
import { type ActiveKey, choosePreset, placeholderPreset } from './choose-preset.ts';
import { giveUp } from './give-up.ts';
import { takeLease } from './lease.ts';
import { LEASE_MS, MAX_ATTEMPTS } from './limits.ts';
import { characterGone, noKey, tooManyAttempts } from './notices.ts';

/** Gives a turn to whoever may answer it now, with everything that is needed, as it is at this moment. */
export async function open(
  turnId: string,
  { leaseKey, question }: RouteRequest<typeof openTurn>['body'],
  ctx: GatewayContext,
): Promise<OpenedTurn> {
  const { lease, seen } = await takeLease(ctx.pool, { turnId, leaseKey }, (db) =>
    inOneTrip([selectTurn(db, turnId, ctx), selectNewestLines(db, turnId, USUAL_HISTORY_LINES)]),
  );
  switch (lease.verdict) {
    case 'taken': {
      const turn = { ...(await readTurn(turnId, ...seen, ctx)), fence: lease.fence };
      return { ...turn, memories: await remember(turn, seen[0], question, ctx) };
    }
    case 'given-up':
      await giveUp(turnId, lease.fence, ctx);
      return { stage: 'done' };
    case 'waiting':
    case 'leased':
    case 'done':
      return { stage: lease.verdict };
  }
}

/** Of the window that prompt and reply share, whatever the setting allows. */
const MEMORY_SHARE = 0.25;
/** So long a turn waits for what is remembered. */
const RECALL_TIMEOUT_MS = 3_000;
/** Read with everything else; only who wants more has them read again. */
const USUAL_HISTORY_LINES = resolveSettings({}).historyLines.value ?? 0;

interface TurnRow {
  fence: number;
  attempts: number;
  character_name: string;
  reply_kind: 'reply' | 'notice' | null;
  reply_text: string | null;
  /** Null when the character is gone or may not be talked to any more. */
  speaker: Speaker | null;
  persona: OpenTurn['persona'] | null;
  epoch: string | null;
  settings: Record<'operator' | 'character' | 'guild' | 'channel' | 'user' | 'user-character', unknown>;
  presets: unknown[] | null;
  keys: ActiveKey[] | null;
  earlier: OpenTurn['earlierReplies'] | null;
  deliveries: (Omit<Delivery, 'sendingAt'> & { sendingAt: string | null })[] | null;
  /** Null when the trigger has ended. */
  place: unknown;
  /** In which what the person said has vectors. */
  spaces: string[] | null;
  webhook_channel_id: string | null;
  webhook_id: string | null;
  webhook_token_sealed: string | null;
}

async function readTurn(
  turnId: string,
  row: TurnRow,
  usualLines: readonly LineRow[],
  ctx: GatewayContext,
): Promise<Omit<OpenTurn, 'memories'>> {
  const settings = resolveSettings({
    operator: readPatch(row.settings.operator),
    character: readPatch(row.settings.character),
    guild: readPatch(row.settings.guild),
    channel: readPatch(row.settings.channel),
    user: readPatch(row.settings.user),
    'user-character': readPatch(row.settings['user-character']),
  });
  const historyLines = settings.historyLines.value ?? 0;
  const lines =
    historyLines > USUAL_HISTORY_LINES ? await selectNewestLines(ctx.pool, turnId, historyLines) : usualLines;
  const history = cutHistory(lines, historyLines);
  const presets = (row.presets ?? []).map((preset) => EffectivePreset.parse(preset));
  const usable = choosePreset(presets, row.keys ?? [], ctx.guest);
  const preset = usable?.preset ?? placeholderPreset();
  const reply = readReply(row);
  if (row.persona === null) throw new Error('the author of a turn has no persona');

  return {
    stage: 'open',
    turnId,
    fence: row.fence,
    leaseMs: LEASE_MS,
    speaker: row.speaker,
    // What is stored was allowed when it was said, and is paid for.
    refusal: reply === null ? refuse(row, usable !== null) : null,
    persona: row.persona,
    preset,
    payer: usable?.payer ?? { kind: 'free' },
    earlierReplies: (row.earlier ?? []).map((line) => ({ ...line, messageIds: line.messageIds.map(toSnowflake) })),
    history: history.lines,
    historyCutAt: history.cutAt,
    memoryTokens: Math.min(settings.memoryTokens.value ?? 0, Math.floor(preset.contextTokens * MEMORY_SHARE)),
    vectorSpace: readSpace(row, usable),
    epoch: row.epoch === null ? null : toSnowflake(row.epoch),
    webhook: readWebhook(row, ctx),
    reply,
  };
}

/** The answer to a question that needs no vector. A reply without memories is better than none. */
async function remember(
  turn: Omit<OpenTurn, 'memories'>,
  { place }: TurnRow,
  question: Question | undefined,
  ctx: GatewayContext,
): Promise<RecalledMemory[] | null> {
  const { speaker, persona, reply, refusal, vectorSpace, memoryTokens: maxTokens } = turn;
  if (question === undefined || place === null || vectorSpace !== null) return null;
  if (speaker === null || reply !== null || refusal !== null) return null;
  const asker = {
    persona_id: persona.id,
    persona_name: persona.name,
    character_id: speaker.id,
    character_name: speaker.name,
    place: Place.parse(place),
  };
  const shown = [...turn.history, ...turn.earlierReplies].flatMap(({ messageIds }) => messageIds);
  const excludeMessageIds = [...new Set([...question.excludeMessageIds, ...shown])];
  const limit = AbortSignal.timeout(RECALL_TIMEOUT_MS);
  try {
    return await untilAborted(recall(asker, { ...question, excludeMessageIds, maxTokens }, ctx), limit);
  } catch (error) {
    ctx.log.warn({ err: error, turnId: turn.turnId }, 'nothing recalled');
    return [];
  }
}

function refuse(row: TurnRow, isUsable: boolean): Refusal | null {
  if (row.speaker === null) return characterGone(row.character_name);
  if (row.attempts > MAX_ATTEMPTS) return tooManyAttempts(row.speaker.name);
  return isUsable ? null : noKey(row.speaker.name);
}

/** The one in which whoever pays can put a question, when what was said is there. */
function readSpace({ spaces }: TurnRow, usable: ReturnType<typeof choosePreset>): string | null {
  const space = usable && spaceFor(usable.preset.vendor, usable.payer.kind);
  return space !== null && spaces?.includes(space) === true ? space : null;
}

function readReply(row: TurnRow): StoredReply | null {
  if (row.reply_kind === null || row.reply_text === null) return null;
  const deliveries = (row.deliveries ?? []).map((delivery) => ({
    ...delivery,
    sendingAt: delivery.sendingAt === null ? null : new Date(delivery.sendingAt).toISOString(),
    messageId: delivery.messageId === null ? null : toSnowflake(delivery.messageId),
    webhookId: delivery.webhookId === null ? null : toSnowflake(delivery.webhookId),
  }));
  return { kind: row.reply_kind, text: row.reply_text, deliveries };
}

function readWebhook(row: TurnRow, { box, log }: GatewayContext): Webhook | null {
  if (row.webhook_id === null || row.webhook_channel_id === null || row.webhook_token_sealed === null) return null;
  const channelId = toSnowflake(row.webhook_channel_id);
  const token = openWebhookToken(row.webhook_token_sealed, channelId, { box, log });
  return token === null ? null : { id: toSnowflake(row.webhook_id), channelId, token };
}

/** Settings of a tier; one that is stored in a way nobody understands any more is as if it said nothing. */
function readPatch(stored: unknown): SettingsPatch {
  const parsed = SettingsPatch.safeParse(stored ?? {});
  return parsed.success ? parsed.data : {};
}

/** Few spaces are looked for by the index, where listing an owner's would read all vectors. */
const spacesOfOwner = sql`(SELECT array_agg(known.space) FROM unnest(${SPACES}::text[]) AS known (space)
  WHERE EXISTS (SELECT FROM memory_vectors v WHERE v.owner_id = p.id AND v.space = known.space))`;

/** Everything but the history. Ids of Discord travel inside JSON as text, to stay exact. */
async function selectTurn(
  db: Database,
  turnId: string,
  { embedLater }: Pick<GatewayContext, 'embedLater'>,
): Promise<TurnRow> {
  const row = await queryOne<TurnRow>(
    db,
    sql`SELECT t.fence, t.attempts, t.character_name, t.reply_kind, t.reply_text,
          CASE WHEN c.is_public OR c.owner_id = t.user_id THEN json_build_object(
            'id', c.id, 'slug', c.slug, 'name', c.name, 'description', c.description, 'personality', c.personality,
            'scenario', c.scenario, 'greeting', c.greeting, 'examples', c.examples, 'systemPrompt', c.system_prompt,
            'errorMessage', c.error_message, 'avatarUrl', c.avatar_url,
            'picture', CASE WHEN pic.id IS NOT NULL THEN
              json_build_object('id', pic.id, 'path', '/pictures/' || pic.file) END) END AS speaker,
          CASE WHEN p.id IS NOT NULL THEN json_build_object(
            'id', p.id, 'name', p.name, 'pronouns', p.pronouns, 'about', p.about) END AS persona,
          uc.epoch,
          json_build_object(
            'operator', (SELECT settings FROM operator_settings LIMIT 1), 'character', c.settings, 'guild', g.settings,
            'channel', ch.settings, 'user', u.settings, 'user-character', uc.settings) AS settings,
          (SELECT json_agg(json_build_object(
              'source', tier.source, 'name', preset.name, 'vendor', preset.vendor, 'model', preset.model,
              'contextTokens', preset.context_tokens, 'parameters', preset.parameters) ORDER BY tier.distance)
            FROM (VALUES
              (1, 'user-character', uc.preset_id), (2, 'user', u.default_preset_id), (3, 'character', c.default_preset_id),
              (4, 'guild', g.default_preset_id),
              (5, 'global', (SELECT id FROM presets WHERE is_global AND is_global_default ORDER BY id LIMIT 1))
            ) AS tier (distance, source, preset_id)
            JOIN presets preset ON preset.id = tier.preset_id) AS presets,
          (SELECT json_agg(json_build_object('id', id, 'vendor', vendor))
            FROM wallet_keys WHERE user_id = t.user_id AND status = 'active') AS keys,
          (SELECT json_agg(json_build_object(
              'name', line.name, 'text', line.text, 'messageIds', line.message_ids::text[]) ORDER BY before.position)
            FROM turns before
            JOIN history_lines line ON line.trigger_id = before.trigger_id
              AND line.character_id = before.character_id AND line.speaker = 'character'
            WHERE before.trigger_id = t.trigger_id AND before.position < t.position) AS earlier,
          (SELECT json_agg(json_build_object(
              'chunk', chunk, 'text', text, 'hash', hash, 'state', state, 'sendingAt', sending_at,
              'messageId', message_id::text, 'webhookId', webhook_id::text) ORDER BY chunk)
            FROM deliveries WHERE turn_id = t.id) AS deliveries,
          (SELECT facts->'place' FROM triggers WHERE id = t.trigger_id) AS place,
          ${embedLater === null ? sql`NULL` : spacesOfOwner} AS spaces,
          hook.id AS webhook_channel_id, hook.webhook_id, hook.webhook_token_sealed
        FROM turns t
        JOIN channels ch ON ch.id = t.channel_id
        JOIN users u ON u.id = t.user_id
        LEFT JOIN characters c ON c.id = t.character_id
        LEFT JOIN pictures pic ON pic.id = c.picture_id
        LEFT JOIN personas p ON p.id = coalesce(t.persona_id, u.default_persona_id)
        LEFT JOIN user_characters uc ON uc.user_id = t.user_id AND uc.character_id = t.character_id
        LEFT JOIN guilds g ON g.id = ch.guild_id
        LEFT JOIN channels hook ON hook.id = coalesce(ch.parent_id, ch.id)
        WHERE t.id = ${turnId}::uuid`,
  );
  if (row === null) throw new Error('a leased turn vanished');
  return row;
}
