import { type Command, defineCommand, defineSubcommand } from '../../interactions/define-command.ts';
import { helpView } from './help-view.ts';

/** `/help`, made from the commands that there are. */
export function createHelp(commands: readonly Command[]): Command {
  return defineCommand({
    name: 'help',
    description: 'First steps, how to talk to characters, and every command',
    run: defineSubcommand({
      description: 'First steps, how to talk to characters, and every command',
      options: {},
      reply: 'private',
      async run({ caller, respond }, { book }) {
        const visible = commands.filter(({ access }) => {
          if (access === 'operator') return caller.isOperator === true;
          return access === 'everyone' || caller.isStaff === true;
        });
        await respond(helpView(visible, book.exampleName() ?? 'Name'));
      },
    }),
  });
}
