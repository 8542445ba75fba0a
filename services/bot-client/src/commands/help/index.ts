import { type Command, defineCommand } from '../../define/command.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { mayUse } from '../../dispatch/require-access.ts';
import { helpView } from './help-view.ts';

/** `/help`, made from the list of commands. */
export function createHelp(commands: readonly Command[]): Command {
  return defineCommand({
    name: 'help',
    description: 'First steps, how to talk to characters, and every command',
    run: defineSubcommand({
      description: 'First steps, how to talk to characters, and every command',
      options: {},
      reply: 'private',
      async run(call, { book }) {
        const usable = commands.filter(({ access }) => mayUse(access, call));
        await call.respond(helpView(usable, book.listPublic(1, call.place.guildId)[0]?.name ?? null));
      },
    }),
  });
}
