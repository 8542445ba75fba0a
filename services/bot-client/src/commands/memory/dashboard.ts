import { forgetMemory, getMemory, MAX_MEMORY_CHARACTERS, type Memory, updateMemory } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { channelMention, messageLink } from 'discord.js';
import { dismissId } from '../../actions/dismiss.ts';
import type { BotContext } from '../../context.ts';
import type { Call, CallFacts } from '../../define/call.ts';
import { onButton, onSelect } from '../../define/component.ts';
import { type DashboardSection, defineDashboard } from '../../define/dashboard.ts';
import { input } from '../../define/modal.ts';
import { confirm } from '../../ui/confirm.ts';
import { button, excerpt, note, plain, timeOf } from '../../ui/elements.ts';
import { askForgetId, forgetId, openMemoryId, setMemoryId } from './ids.ts';

/** A memory, and the server in which it is looked at. */
interface ShownMemory extends Memory {
  here: string | null;
}

interface MemoryPatch {
  text: string;
}

const SUMMARY_LENGTH = 1_500;
const QUOTE_LENGTH = 200;

const inputs = {
  text: input.long(say('memory.text'), {
    isRequired: true,
    maxLength: MAX_MEMORY_CHARACTERS,
    hint: say('memory.text-hint'),
  }),
};

const section: DashboardSection<ShownMemory, MemoryPatch, typeof inputs> = {
  title: say('memory.text'),
  inputs,
  summarize: ({ text }) => excerpt(text, SUMMARY_LENGTH),
  read: ({ text }) => ({ text }),
  write: ({ text }, memory) => ({ text: text ?? memory.text }),
};

export const memoryDashboard = defineDashboard<ShownMemory, MemoryPatch>({
  command: 'memory',
  sections: { text: section },
  title: () => say('memory.card'),
  subtitle: (memory) =>
    [
      say('memory.said-by', {
        speaker: plain(memory.speakerName),
        time: timeOf(memory.saidAt),
        link: describeLink(memory),
      }),
      describeAudience(memory),
      ...(memory.sharedGuildIds.length === 0
        ? []
        : [say('memory.seen-shared', { count: memory.sharedGuildIds.length })]),
    ].join('\n'),
  canEdit: () => true,
  buttons: ({ id, isPinned, isLocked, sharedGuildIds, here, speaker }) => [
    button({
      id: setMemoryId.encode({ id, to: isPinned ? 'unpinned' : 'pinned' }),
      label: say(isPinned ? 'memory.unpin' : 'memory.pin'),
    }),
    button({
      id: setMemoryId.encode({ id, to: isLocked ? 'unlocked' : 'locked' }),
      label: say(isLocked ? 'memory.unlock' : 'memory.lock'),
    }),
    // Only one's own words: what a character answered may tell of somebody else's.
    ...(here === null || speaker === 'character'
      ? []
      : [
          button({
            id: setMemoryId.encode({ id, to: sharedGuildIds.includes(here) ? 'unshared' : 'shared' }),
            label: say(sharedGuildIds.includes(here) ? 'memory.unshare' : 'memory.share'),
          }),
        ]),
    button({ id: askForgetId.encode({ id }), label: say('memory.forget'), style: 'danger' }),
  ],
  load: async (id, { caller, place }, { gateway }) => ({
    ...(await gateway.call(getMemory, { caller, params: { memoryId: id } })),
    here: place.guildId,
  }),
  save: async (id, patch, { caller, place }, { gateway }) => ({
    ...(await gateway.call(updateMemory, { caller, params: { memoryId: id }, body: patch })),
    here: place.guildId,
  }),
});

function describeLink({ guildId, channelId, messageIds }: Memory): string {
  const [messageId] = messageIds;
  if (messageId === undefined) return '';
  const url = guildId === null ? messageLink(channelId, messageId) : messageLink(channelId, messageId, guildId);
  return say('memory.link', { url });
}

function describeAudience({ reach, channelId }: Memory): string {
  return reach === 'guild' || reach === 'channel'
    ? say('memory.seen-guild', { channel: channelMention(channelId) })
    : say('memory.seen-dm');
}

export const openMemory = onSelect(openMemoryId, {
  reply: 'private',
  run: (call, ctx) => memoryDashboard.open(call.value, call, ctx),
});

export const setMemory = onButton(setMemoryId, {
  reply: 'update',
  async run(call, ctx) {
    const { id, to } = call.state;
    const memory = await ctx.gateway.call(getMemory, { caller: call.caller, params: { memoryId: id } });
    const body = bodyOf(to, memory, call.place.guildId);
    await ctx.gateway.call(updateMemory, { caller: call.caller, params: { memoryId: id }, body });
    await memoryDashboard.open(id, call, ctx);
  },
});

function bodyOf(
  to: NonNullable<ReturnType<typeof setMemoryId.decode>>['to'],
  { sharedGuildIds }: Memory,
  here: CallFacts['place']['guildId'],
) {
  const elsewhere = sharedGuildIds.filter((id) => id !== here);
  switch (to) {
    case 'pinned':
    case 'unpinned':
      return { isPinned: to === 'pinned' };
    case 'locked':
    case 'unlocked':
      return { isLocked: to === 'locked' };
    case 'shared':
      return { sharedGuildIds: here === null ? elsewhere : [...elsewhere, here] };
    case 'unshared':
      return { sharedGuildIds: elsewhere };
  }
}

export const askForget = onButton(askForgetId, {
  reply: 'private',
  run: (call, ctx) => askToForget(call.state.id, call, ctx),
});

export async function askToForget(id: string, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  const { text } = await gateway.call(getMemory, { caller, params: { memoryId: id } });
  await respond(
    confirm({
      question: say('memory.forget-question'),
      consequences: [
        say('memory.forget-quote', { text: excerpt(text, QUOTE_LENGTH) }),
        say('memory.forget-same'),
        say('memory.forget-message'),
      ],
      label: say('memory.forget'),
      confirmId: forgetId.encode({ id }),
      cancelId: dismissId.encode({}),
    }),
  );
}

export const forgetIt = onButton(forgetId, {
  reply: 'update',
  async run({ state, caller, respond }, { gateway }) {
    const { forgotten } = await gateway.call(forgetMemory, { caller, params: { memoryId: state.id } });
    await respond(note(say('memory.forgotten', { count: forgotten }), 'good'));
  },
});
