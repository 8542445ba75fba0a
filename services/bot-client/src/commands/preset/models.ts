import { listModels, listWalletKeys, ModelFacts } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { z } from 'zod';
import type { BotContext } from '../../context.ts';
import type { CallFacts } from '../../define/call.ts';
import type { Suggestion } from '../../define/option.ts';
import { clip } from '../../ui/elements.ts';

/** So long a list is shown without asking again. */
const FRESH_MS = 10 * 60_000;
/** So long an old one is better than none. */
const KEPT_MS = 24 * 60 * 60_000;
const ASK_TIMEOUT_MS = 12_000;
/** Longest name and value of a suggestion. */
const MAX_LENGTH = 100;
const MAX_SUGGESTIONS = 25;

const Kept = z.object({ at: z.number(), models: z.array(ModelFacts) });

/** Lists that are being asked for right now, so that ten keystrokes ask once. */
const asking = new Map<string, Promise<readonly ModelFacts[] | null>>();

/**
 * The models that a vendor offers this person, as it listed them last: at once where that is known, and then asked for anew
 * in the background when it is old.
 * @returns null where nobody can say
 */
export async function findModels(
  vendor: string,
  call: CallFacts,
  ctx: BotContext,
): Promise<readonly ModelFacts[] | null> {
  const { items } = await ctx.gateway.call(listWalletKeys, { caller: call.caller });
  const key = items.find((each) => each.vendor === vendor && each.status === 'active');
  const name = `models:${vendor}:${key?.id ?? 'operator'}`;
  const kept = Kept.safeParse(await ctx.state.get(name)).data;
  if (kept !== undefined && ctx.clock.now().getTime() - kept.at < FRESH_MS) return kept.models;
  const asked = ask(name, { vendor, ...(key !== undefined && { keyId: key.id }) }, ctx);
  return kept?.models ?? asked;
}

function ask(
  name: string,
  input: { vendor: string; keyId?: string },
  ctx: BotContext,
): Promise<readonly ModelFacts[] | null> {
  const running = asking.get(name);
  if (running !== undefined) return running;
  const asked = askAnew(name, input, ctx).finally(() => asking.delete(name));
  asking.set(name, asked);
  return asked;
}

async function askAnew(
  name: string,
  input: { vendor: string; keyId?: string },
  { queues, state, clock, log }: BotContext,
): Promise<readonly ModelFacts[] | null> {
  try {
    const { state: outcome, models } = await queues.ask(listModels, input, { timeoutMs: ASK_TIMEOUT_MS });
    if (outcome === 'unavailable') return null;
    await state.set(name, { at: clock.now().getTime(), models }, { ttlMs: KEPT_MS });
    return models;
  } catch (error) {
    log.warn({ err: error, vendor: input.vendor }, 'models were not listed');
    return null;
  }
}

/** The vendor that somebody means who names none: the first for which they have a working key, else the first of all. */
export async function findOwnVendor({ caller }: CallFacts, { gateway, vendors }: BotContext): Promise<string | null> {
  const { items } = await gateway.call(listWalletKeys, { caller });
  const active = new Set(items.filter(({ status }) => status === 'active').map(({ vendor }) => vendor));
  const offered = vendors.list();
  return (offered.find(({ id }) => active.has(id)) ?? offered[0])?.id ?? null;
}

/** Models of a vendor whose name has all the words that were typed, those that begin so first. */
export async function suggestModels(
  vendor: string | null,
  typed: string,
  call: CallFacts,
  ctx: BotContext,
): Promise<Suggestion[]> {
  if (vendor === null) return [];
  const models = (await findModels(vendor, call, ctx)) ?? [];
  const words = typed.toLowerCase().split(/\s+/);
  const searched = (model: ModelFacts) => `${model.id} ${model.label ?? ''}`.toLowerCase();
  return models
    .filter((model) => model.id.length <= MAX_LENGTH && words.every((word) => searched(model).includes(word)))
    .toSorted((a, b) => Number(b.id.startsWith(typed)) - Number(a.id.startsWith(typed)) || a.id.localeCompare(b.id))
    .slice(0, MAX_SUGGESTIONS)
    .map((model) => ({ value: model.id, name: clip([model.id, ...describeModel(model)].join(' · '), MAX_LENGTH) }));
}

/** What a vendor tells of a model, in few words each. */
export function describeModel({
  contextTokens,
  promptUsd,
  completionUsd,
  seesPictures,
  usesTools,
  reasons,
}: ModelFacts): string[] {
  const isPriced = promptUsd !== null && completionUsd !== null;
  return [
    ...(contextTokens === null ? [] : [say('model.context', { thousands: Math.round(contextTokens / 1_000) })]),
    ...(isPriced
      ? [
          promptUsd + completionUsd === 0
            ? say('model.free')
            : say('model.price', { prompt: money(promptUsd), completion: money(completionUsd) }),
        ]
      : []),
    ...(seesPictures === true ? [say('model.vision')] : []),
    ...(usesTools === true ? [say('model.tools')] : []),
    ...(reasons === true ? [say('model.reasoning')] : []),
  ];
}

const money = (usd: number): string => `$${usd >= 1 ? Number(usd.toFixed(2)) : Number(usd.toPrecision(2))}`;
