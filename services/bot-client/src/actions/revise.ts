import {
  customId,
  listReplies,
  part,
  reviseReply,
  type SceneFacts,
  type Trigger,
  type TurnReplies,
} from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { Message, TextBasedChannel } from 'discord.js';
import { requireChannel } from '../commands/require-channel.ts';
import type { BotContext } from '../context.ts';
import { defineAction } from '../define/action.ts';
import type { Call } from '../define/call.ts';
import { onButton } from '../define/component.ts';
import { messageMenu } from '../define/menu.ts';
import { readEcho } from '../inbound/command-echo.ts';
import { describePlace } from '../inbound/place.ts';
import { toTrigger } from '../inbound/scene-message.ts';
import { button, card, note, plain, row, text } from '../ui/elements.ts';
import type { CardView } from '../ui/view.ts';
import { isOurs, orUnknown } from './our-post.ts';

const LOOK_EVERY_MS = 1_000;
/** Shorter than an interaction's token lives. */
const GIVE_UP_AFTER_MS = 10 * 60_000;

/** Makes another of a turn's replies stand in the posts. */
const swipeId = customId('revise:show', { messageId: part.snowflake, number: part.number });

export const revise = defineAction({
  name: 'revise',
  menus: [
    messageMenu(say('reply.regenerate-menu'), {
      reply: 'private',
      async run({ message, ...call }, ctx) {
        const known = isOurs(message) ? await look(message.id, call, ctx) : null;
        if (known === null) return void (await call.respond(note(say('reply.unknown'), 'warn')));
        await regenerate(message.id, known, call, ctx);
      },
    }),
    messageMenu(say('reply.swipe-menu'), {
      reply: 'private',
      async run({ message, ...call }, ctx) {
        const known = isOurs(message) ? await look(message.id, call, ctx) : null;
        if (known === null) return void (await call.respond(note(say('reply.unknown'), 'warn')));
        const head = known.numbers.length > 1 ? say('reply.choose', nameOf(known)) : say('reply.only-one');
        await call.respond(swipeCard(message.id, known, head));
      },
    }),
  ],
  components: [
    onButton(swipeId, {
      reply: 'update',
      async run({ state, ...call }, ctx) {
        const { messageId, number } = state;
        const known = await look(messageId, call, ctx);
        if (known === null) return void (await call.respond(note(say('reply.unknown'), 'warn')));
        const channel = requireChannel(call.place);
        // An earlier reply needs no question, only where it stands.
        await reopen(messageId, known, { select: number, trigger: placeOnly(known, channel), scene: null }, call, ctx);
      },
    }),
  ],
});

export type Pressed = Omit<Call, 'id'>;

/** Null when the post is not on record. */
export function look(
  messageId: string,
  { caller, place }: Pressed,
  { gateway }: BotContext,
): Promise<TurnReplies | null> {
  const { channelId } = place;
  return orUnknown(() => gateway.call(listReplies, { caller, params: { messageId }, query: { channelId } }));
}

/** Asks the model again, about what Discord shows of the question and what came before it now. */
export async function regenerate(
  messageId: string,
  known: TurnReplies,
  call: Pressed,
  ctx: BotContext,
  wish: { hint?: string; continues?: boolean } = {},
): Promise<void> {
  const channel = requireChannel(call.place);
  const { trigger } = known;
  if (trigger.kind === 'chime-in') {
    const scene = await ctx.gatherer.gatherLast(channel, trigger.id);
    return reopen(messageId, known, { select: null, trigger: placeOnly(known, channel), scene, ...wish }, call, ctx);
  }
  const fetchOrNull = (id: string) => channel.messages.fetch(id).catch(() => null);
  const question = await fetchOrNull(trigger.shownAsId ?? trigger.id);
  const parts = (await Promise.all(trigger.partIds.map(fetchOrNull))).filter((found) => found !== null);
  const asked = question && readQuestion(question, parts, known, channel);
  if (question === null || asked === null) {
    // A greeting has none, and the gateway says what is so of it.
    if (trigger.kind !== 'greeting') return void (await call.respond(note(say('reply.question-gone'), 'warn')));
    return reopen(messageId, known, { select: null, trigger: placeOnly(known, channel), scene: null }, call, ctx);
  }
  const scene = await ctx.gatherer.gather(question, trigger.authorId, parts);
  await reopen(messageId, known, { select: null, trigger: asked, scene, ...wish }, call, ctx);
}

/** What was asked, as it stands now; null when the message that shows a command's words does not show them any more. */
function readQuestion(
  question: Message,
  parts: readonly Message[],
  { trigger }: TurnReplies,
  channel: TextBasedChannel,
): Trigger | null {
  if (trigger.shownAsId === null) {
    const said = toTrigger(question, { earlier: parts });
    // A proxy said it for whoever asked.
    return said.author.id === trigger.authorId
      ? said
      : { ...said, author: { ...said.author, id: trigger.authorId }, speaksAs: said.author.name };
  }
  const echo = readEcho(question);
  if (echo === null) return null;
  const { userId: id, name, username, words: content } = echo;
  const place = describePlace(channel, id);
  return { id: trigger.id, kind: 'command', place, author: { id, name, username }, content, attachments: [] };
}

function placeOnly({ trigger }: TurnReplies, channel: TextBasedChannel): Trigger {
  const { id, kind, authorId } = trigger;
  const author = { id: authorId, name: authorId, username: authorId };
  return { id, kind, place: describePlace(channel, authorId), author, content: '', attachments: [] };
}

interface Wanted {
  select: number | null;
  trigger: Trigger;
  scene: SceneFacts | null;
  hint?: string;
  continues?: boolean;
  text?: string;
}

/** Puts a person's own words in the place of what stands. */
export async function rewrite(
  messageId: string,
  known: TurnReplies,
  words: string,
  call: Pressed,
  ctx: BotContext,
): Promise<void> {
  const trigger = placeOnly(known, requireChannel(call.place));
  await reopen(messageId, known, { select: null, trigger, scene: null, text: words }, call, ctx);
}

/** Has the turn revised, waits for what comes of it, and shows that. */
async function reopen(
  messageId: string,
  known: TurnReplies,
  wanted: Wanted,
  call: Pressed,
  ctx: BotContext,
): Promise<void> {
  const { caller, place, respond } = call;
  const body = { channelId: place.channelId, last: known.last, ...wanted };
  const { outcome } = await ctx.gateway.call(reviseReply, { caller, params: { messageId }, body });
  if (outcome === 'running') return void (await respond(note(say('reply.busy'), 'warn')));
  const endsAt = ctx.clock.now().getTime() + GIVE_UP_AFTER_MS;
  for (;;) {
    const now = await look(messageId, call, ctx);
    // The message was replaced by another one, since its webhook is gone.
    if (now === null) return void (await respond(note(say('reply.brought-back'), 'good')));
    if (!now.isRunning) return void (await respond(resultView(messageId, known, now, wanted)));
    if (ctx.clock.now().getTime() > endsAt) return void (await respond(note(say('reply.takes-long'))));
    await ctx.clock.sleep(LOOK_EVERY_MS);
  }
}

function resultView(
  messageId: string,
  before: TurnReplies,
  now: TurnReplies,
  { select, text: words }: Wanted,
): CardView {
  const hasChanged = now.selected !== before.selected;
  if (hasChanged || now.selected === select)
    return swipeCard(
      messageId,
      now,
      say(
        words !== undefined ? 'reply.edited' : select === null ? 'reply.regenerated' : 'reply.brought-back',
        nameOf(now),
      ),
    );
  if (now.last > before.last && now.failure !== null)
    return note(say('reply.failed', { reason: now.failure.replaceAll('\n-# ', '\n') }), 'warn');
  return note(say('reply.not-changed'), 'warn');
}

const nameOf = ({ characterName }: TurnReplies) => ({ name: plain(characterName) });

function swipeCard(messageId: string, { numbers, selected }: TurnReplies, head: string): CardView {
  const index = numbers.findIndex((number) => number === selected);
  if (index === -1 || numbers.length < 2) return note(head);
  const position = say('reply.position', { position: index + 1, total: numbers.length });
  const to = (at: number, label: string, fallback: number) =>
    button({
      id: swipeId.encode({ messageId, number: numbers[at] ?? fallback }),
      label,
      isDisabled: numbers[at] === undefined,
    });
  return card([
    text(`${head}\n-# ${position}`),
    row(to(index - 1, say('reply.previous'), 998), to(index + 1, say('reply.next'), 999)),
  ]);
}
