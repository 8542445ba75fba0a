import { randomUUID } from 'node:crypto';
import {
  acceptTrigger,
  answerTurn,
  type CallerInput,
  type Character,
  createCharacter,
  finishReply,
  judgeWalletKey,
  type OpenTurn,
  openTurn,
  type Place,
  type Question,
  type RouteInput,
  type RouteOutput,
  settleTurn,
  setWalletKey,
  snowflakeAt,
  storeAnswer,
  type Trigger,
  type UsageFacts,
  vectorSpaceOf,
} from '@tzurot/contracts';
import { sampleVendors } from '@tzurot/platform/testing';
import type { TestGateway } from './gateway.ts';

let counter = 0n;

/** A Discord id that nobody else has, each larger than the one before. */
export function newSnowflake(): string {
  counter += 1n;
  return (BigInt(snowflakeAt(Date.UTC(2026, 0, 1))) + (counter << 22n)).toString();
}

export function newPerson(name = 'Ada'): { id: string; name: string; username: string } {
  const id = newSnowflake();
  return { id, name, username: `${name.toLowerCase()}${id}` };
}

export type TestPerson = ReturnType<typeof newPerson>;

export const callerOf = (person: TestPerson, more: Partial<CallerInput> = {}): CallerInput => ({
  id: person.id,
  name: person.name,
  ...more,
});

export function newChannel(more: Partial<Place> = {}): Place {
  return {
    kind: 'channel',
    channelId: newSnowflake(),
    guildId: newSnowflake(),
    reach: 'guild',
    quotableChannelIds: [],
    isAgeRestricted: false,
    ...more,
  };
}

export function newDm(): Place {
  return { kind: 'dm', channelId: newSnowflake(), reach: 'owner_dm', quotableChannelIds: [], isAgeRestricted: false };
}

export function newTrigger(author: TestPerson, place: Place, more: Partial<Trigger> = {}): Trigger {
  return { id: newSnowflake(), kind: 'message', place, author, content: 'hello', attachments: [], ...more };
}

export async function newCharacter(
  { bot }: TestGateway,
  owner: TestPerson,
  more: Partial<NonNullable<RouteInput<typeof createCharacter>['body']>> = {},
): Promise<Character> {
  return bot.call(createCharacter, { caller: callerOf(owner), body: { name: 'Lilith', isPublic: true, ...more } });
}

/** Gives a person an active key, so that turns need no guest model. */
export async function giveKey({ bot, worker }: TestGateway, person: TestPerson, vendor = 'local'): Promise<string> {
  const key = await bot.call(setWalletKey, {
    caller: callerOf(person),
    body: { vendor, key: `local-${randomUUID()}` },
  });
  await worker.call(judgeWalletKey, { params: { keyId: key.id }, body: { isAccepted: true } });
  return key.id;
}

export async function accept(
  { bot }: TestGateway,
  trigger: Trigger,
  ...characterIds: string[]
): Promise<RouteOutput<typeof acceptTrigger>> {
  return bot.call(acceptTrigger, { body: { trigger, characterIds } });
}

/** Accepts a trigger for one character and gives the id of its turn. */
export async function acceptOne(gateway: TestGateway, trigger: Trigger, characterId: string): Promise<string> {
  const [turn] = (await accept(gateway, trigger, characterId)).turns;
  if (turn === undefined) throw new Error('the trigger was not accepted');
  return turn.turnId;
}

export async function open(
  { worker }: TestGateway,
  turnId: string,
  leaseKey: string = randomUUID(),
  question?: Question,
) {
  return worker.call(openTurn, { params: { turnId }, body: { leaseKey, question } });
}

export async function openForSure(gateway: TestGateway, turnId: string, question?: Question): Promise<OpenTurn> {
  const turn = await open(gateway, turnId, randomUUID(), question);
  if (turn.stage !== 'open') throw new Error(`the turn is ${turn.stage}`);
  return turn;
}

export function replyBody(
  fence: number,
  text: string,
  more: object = {},
): NonNullable<RouteInput<typeof finishReply>['body']> {
  return {
    fence,
    kind: 'reply',
    state: 'complete',
    text,
    chunks: [{ text, hash: 'a'.repeat(64) }],
    outlet: null,
    calls: [],
    ...more,
  };
}

/** What the call to a turn's model cost whoever pays it. */
export const usageOf = ({ preset, payer }: Pick<OpenTurn, 'preset' | 'payer'>): UsageFacts => ({
  id: randomUUID(),
  vendor: preset.vendor,
  model: preset.model,
  payer: payer.kind,
  promptTokens: 100,
  cachedTokens: 0,
  completionTokens: 10,
  reasoningTokens: 0,
  costUsd: null,
  tookMs: 5,
  outcome: 'answered',
  dropped: [],
});

/** Says something and settles it as sent. @returns the id of the message that carries it */
export async function say(gateway: TestGateway, turn: OpenTurn, text: string): Promise<string> {
  const { turnId, fence } = turn;
  const messageId = newSnowflake();
  const call = usageOf(turn);
  const params = { turnId };
  await gateway.worker.call(storeAnswer, { params, body: { fence, answer: text, endedBy: 'stop', call, calls: [] } });
  await gateway.worker.call(finishReply, { params, body: replyBody(fence, text) });
  await gateway.worker.call(settleTurn, {
    params: { turnId },
    body: { fence, outcome: 'delivered', sent: [{ chunk: 0, messageId, outlet: null }] },
  });
  return messageId;
}

/** A whole exchange: the person writes, the character answers. */
export async function exchange(
  gateway: TestGateway,
  trigger: Trigger,
  characterId: string,
  answer: string,
): Promise<{ turnId: string; messageId: string }> {
  const turnId = await acceptOne(gateway, trigger, characterId);
  return { turnId, messageId: await say(gateway, await openForSure(gateway, turnId), answer) };
}

/** The wake-ups of a turn so far, by job id. */
export function wakeUpsOf({ queues }: TestGateway, turnId: string): (string | undefined)[] {
  return queues.enqueued
    .filter((job) => job.name === answerTurn.name && (job.input as { turnId: string }).turnId === turnId)
    .map((job) => job.id);
}

/** Lets a turn's time run out, as if the sweep had come later. */
export async function makeOverdue({ database }: TestGateway, turnId: string): Promise<void> {
  await database.pool.query(
    `UPDATE turns SET due_at = now() - interval '1 second', lease_expires_at = lease_expires_at - interval '1 hour' WHERE id = $1`,
    [turnId],
  );
}

/** The error that `work` ends with; null when it does not. */
export async function rejection(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: unknown) => error,
  );
}

/** The space of a sample vendor that makes vectors. */
export function spaceOf(vendorId: string): string {
  const vendor = sampleVendors.find(({ id }) => id === vendorId);
  const space = vendor && vectorSpaceOf(vendor);
  if (!space) throw new Error(`${vendorId} makes no vectors`);
  return space;
}
