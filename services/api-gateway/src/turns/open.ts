import {
  type CapStanding,
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
import { embedderFor } from '../memory/vectors/embedding-space.ts';
import { endOf, standingOf, warnOnce } from '../wallet/caps.ts';
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
  const usable = chooseAllowed(parts, ctx);
  const preset = usable?.preset ?? placeholderPreset(ctx.vendors);
  return {
    stage: 'open',
    turnId,
    leaseMs: LEASE_MS,
    ...givenOf(parts),
    isStreamed: settings.streaming.value,
    namesModel: settings.modelFooter.value,
    textSwitches: {
      noAsterisks: settings.noAsterisks.value,
      noEmoji: settings.noEmoji.value,
      shortParagraphs: settings.shortParagraphs.value,
      noStatusBlocks: settings.noStatusBlocks.value,
    },
    // What is stored was allowed when it was said, and is paid for.
    refusal: parts.reply === null ? refuse(parts, usable, ctx) : null,
    preset,
    payer: usable?.payer ?? { kind: 'free' },
    capWarning: await warn(parts, usable, ctx),
    ...(await readHistory(ctx, turnId, { newestLines, limit: settings.historyLines.value ?? 0 })),
    memoryTokens: parts.isFresh
      ? 0
      : Math.min(settings.memoryTokens.value ?? 0, Math.floor(preset.contextTokens * MEMORY_SHARE)),
    vectorSpace: chooseSpace(parts, usable, ctx),
  };
}

type Usable = ReturnType<typeof choosePreset>;

/** Where guests are not welcome, only their own key counts. */
function chooseAllowed({ presets, keys, settings }: TurnParts, ctx: GatewayContext): Usable {
  const isOpen = settings.guests.value;
  const chosen = isOpen ? presets : presets.filter(({ source }) => source !== 'guest');
  return choosePreset(chosen, keys, isOpen ? ctx.guest : null, ctx.vendors);
}

function spendingOf({ caps }: TurnParts, usable: Usable) {
  return usable?.payer.kind === 'user' ? caps.find(({ vendor }) => vendor === usable.preset.vendor) : undefined;
}

async function warn(parts: TurnParts, usable: Usable, ctx: GatewayContext): Promise<CapStanding | null> {
  const spending = spendingOf(parts, usable);
  return spending === undefined ? null : warnOnce(parts.guestUse.userId, spending, ctx);
}

/** What a guest, or everybody without a key in a server, may have in a day. */
function guestShare(
  { guestUse, settings }: TurnParts,
  usable: Usable,
  name: string,
  ctx: GatewayContext,
): Refusal | null {
  if (usable === null || usable.payer.kind === 'user' || ctx.personLimit === null) return null;
  const shares = [
    { whose: 'person' as const, limit: settings.guestCallsPerPerson.value, used: guestUse.person },
    { whose: 'server' as const, limit: settings.guestCallsPerServer.value, used: guestUse.server },
  ];
  const spent = shares.find(({ limit, used }) => limit !== null && used >= limit);
  if (spent === undefined || spent.limit === null) return null;
  const renewsAt = endOf('day').toISOString();
  return { reason: 'guest-share-used', name, whose: spent.whose, limit: spent.limit, renewsAt };
}

function refuse(parts: TurnParts, usable: Usable, ctx: GatewayContext): Refusal | null {
  const { speaker, attempt } = parts;
  const { vendors } = ctx;
  if (speaker === null) return { reason: 'character-gone', name: attempt.characterName };
  const { name } = speaker;
  if (attempt.attempts > MAX_ATTEMPTS) return { reason: 'too-many-attempts', name, attempts: MAX_ATTEMPTS };
  if (attempt.isGreeting) return null;
  const spending = spendingOf(parts, usable);
  const cap = spending === undefined ? null : standingOf(spending, vendors);
  if (cap !== null && cap.share >= 1)
    return { reason: 'cap-reached', name, vendorId: usable?.preset.vendor ?? '', cap };
  if (usable !== null) return guestShare(parts, usable, name, ctx);
  const ownKeyVendors = vendors.list().filter(({ keyForm, isToy }) => keyForm !== 'none' && !isToy);
  return { reason: 'no-key', name, vendors: ownKeyVendors.map(({ label }) => label) };
}

/** The one in which whoever pays can put a question, when what was said is there. */
function chooseSpace({ vectorSpaces }: TurnParts, usable: Usable, { vendors }: GatewayContext): string | null {
  const embedder = usable && embedderFor(usable.preset.vendor, usable.payer.kind, vendors);
  return embedder !== null && vectorSpaces.includes(embedder.space) ? embedder.space : null;
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
