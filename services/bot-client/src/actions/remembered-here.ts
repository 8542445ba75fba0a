import { listMemories } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { Message } from 'discord.js';
import { askToForget } from '../commands/memory/dashboard.ts';
import { memoriesOf } from '../commands/memory/list-view.ts';
import type { BotContext } from '../context.ts';
import { defineAction } from '../define/action.ts';
import type { Call } from '../define/call.ts';
import { messageMenu } from '../define/menu.ts';
import { note } from '../ui/elements.ts';

/** What of a message the person who asks has in their own memory; nobody else's is told. */
export const rememberedHere = defineAction({
  name: 'remembered-here',
  menus: [
    messageMenu(say('memory.here-menu'), {
      reply: 'private',
      async run(call, ctx) {
        const items = await keptFrom(call, ctx);
        await call.respond(items.length === 0 ? note(say('memory.here-none')) : memoriesOf(items));
      },
    }),
    messageMenu(say('memory.forget-menu'), {
      reply: 'private',
      async run(call, ctx) {
        const items = await keptFrom(call, ctx);
        const [only, ...others] = items;
        if (only === undefined) return void (await call.respond(note(say('memory.here-none'))));
        if (others.length > 0) return void (await call.respond(memoriesOf(items)));
        await askToForget(only.id, call, ctx);
      },
    }),
  ],
});

async function keptFrom({ message, caller }: Call & { message: Message }, { gateway }: BotContext) {
  const { items } = await gateway.call(listMemories, { caller, query: { messageId: message.id } });
  return items;
}
