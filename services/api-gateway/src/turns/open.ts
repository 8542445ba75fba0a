import {
  type OpenedTurn,
  type OpenTurn,
  type openTurn,
  type Question,
  type RecalledMemory,
  type Refusal,
  type RouteRequest,
  shownMessageIds,
} from '@tzurot/contracts';
import { untilAborted } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { recall } from '../memory/find.ts';
import { spaceFor } from '../memory/vectors/embedding-space.ts';
import { choosePreset, placeholderPreset } from './choose-preset.ts';
import { giveUp } from './give-up.ts';
import { takeLease } from './lease.ts';
import { LEASE_MS, MAX_ATTEMPTS } from './limits.ts';
import { readHistory } from './open/history.ts';
import { givenOf, readParts, selectParts, type TurnParts } from './open/index.ts';

/** Gives a turn to whoever may answer it now, with everything that is needed, as it is at this moment. */
export async function open(
  turnId: string,
  { leaseKey, question }: RouteRequest<typeof openTurn>['body'],
  ctx: GatewayContext,
): Promise<OpenedTurn> {
  const { lease, seen } = await takeLease(ctx.pool, { turnId, leaseKey }, (db) => selectParts(db, turnId, ctx));
  switch (lease.verdict) {
    case 'taken': {
      const parts = readParts(seen, ctx);
      const turn = { ...(await decide(turnId, parts, ctx)), fence: lease.fence };
      return { ...turn, memories: await remember(turn, parts, question, ctx) };
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

type Decided = Omit<OpenTurn, 'fence' | 'memories'>;

async function decide(turnId: string, parts: TurnParts, ctx: GatewayContext): Promise<Decided> {
  const { settings, newestLines } = parts;
  const usable = choosePreset(parts.presets, parts.keys, ctx.guest, ctx.vendors);
  const preset = usable?.preset ?? placeholderPreset(ctx.vendors);
  return {
    stage: 'open',
    turnId,
    leaseMs: LEASE_MS,
    ...givenOf(parts),
    isStreamed: settings.streaming.value ?? false,
    // What is stored was allowed when it was said, and is paid for.
    refusal: parts.reply === null ? refuse(parts, usable !== null, ctx) : null,
    preset,
    payer: usable?.payer ?? { kind: 'free' },
    ...(await readHistory(ctx, turnId, { newestLines, limit: settings.historyLines.value ?? 0 })),
    memoryTokens: Math.min(settings.memoryTokens.value ?? 0, Math.floor(preset.contextTokens * MEMORY_SHARE)),
    vectorSpace: chooseSpace(parts, usable, ctx),
  };
}

function refuse({ speaker, attempt }: TurnParts, isUsable: boolean, { vendors }: GatewayContext): Refusal | null {
  if (speaker === null) return { reason: 'character-gone', name: attempt.characterName };
  const { name } = speaker;
  if (attempt.attempts > MAX_ATTEMPTS) return { reason: 'too-many-attempts', name, attempts: MAX_ATTEMPTS };
  if (isUsable || attempt.isGreeting) return null;
  const ownKeyVendors = vendors.list().filter(({ keyForm, isToy }) => keyForm !== 'none' && !isToy);
  return { reason: 'no-key', name, vendors: ownKeyVendors.map(({ label }) => label) };
}

/** The one in which whoever pays can put a question, when what was said is there. */
function chooseSpace(
  { vectorSpaces }: TurnParts,
  usable: ReturnType<typeof choosePreset>,
  { vendors }: GatewayContext,
): string | null {
  const space = usable && spaceFor(usable.preset.vendor, usable.payer.kind, vendors);
  return space !== null && vectorSpaces.includes(space) ? space : null;
}

/** The answer to a question that needs no vector. A reply without memories is better than none. */
async function remember(
  turn: Decided,
  { place }: TurnParts,
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
    epoch: turn.epoch,
    place,
  };
  const excludeMessageIds = shownMessageIds(turn, question.excludeMessageIds);
  const limit = AbortSignal.timeout(RECALL_TIMEOUT_MS);
  try {
    return await untilAborted(recall(asker, { ...question, excludeMessageIds, maxTokens }, ctx), limit);
  } catch (error) {
    ctx.log.warn({ err: error, turnId: turn.turnId }, 'nothing recalled');
    return [];
  }
}
