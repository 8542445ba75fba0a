import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { type Command, defineCommand } from '../../define/command.ts';
import { onButton } from '../../define/component.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { mayUse } from '../../dispatch/require-access.ts';
import { helpTopicId, helpTopicView, helpView, mentionWith, START } from './help-view.ts';

/** `/help`, made from the list of commands. */
export function createHelp(commands: readonly Command[]): Command {
  async function show(topic: string, call: Call, ctx: BotContext): Promise<void> {
    const ids = await ctx.commandIds().catch((error: unknown) => {
      ctx.log.info({ err: error }, 'commands cannot be clicked in help');
      return new Map<string, string>();
    });
    const usable = commands.filter(({ access }) => mayUse(access, call));
    const chosen = usable.find(({ name }) => name === topic);
    const example = ctx.book.listPublic(1, call.place.guildId)[0]?.name ?? null;
    const mention = mentionWith(ids);
    await call.respond(
      chosen === undefined ? helpView(usable, example, mention) : helpTopicView(usable, chosen, mention),
    );
  }

  return defineCommand({
    name: 'help',
    description: 'First steps, how to talk to characters, and every command',
    run: defineSubcommand({
      description: 'First steps, how to talk to characters, and every command',
      options: {},
      reply: 'private',
      run: (call, ctx) => show(START, call, ctx),
    }),
    components: [onButton(helpTopicId, { reply: 'update', run: (call, ctx) => show(call.state.topic, call, ctx) })],
  });
}
