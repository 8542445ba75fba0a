import { say } from '@tzurot/words';
import { type Command, listSubcommands } from '../../define/command.ts';
import { card, divider, plain, text } from '../../ui/elements.ts';
import type { CardView } from '../../ui/view.ts';

/** @param exampleName a public character; null when there is none */
export function helpView(commands: readonly Command[], exampleName: string | null): CardView {
  const name = plain(exampleName ?? 'Name');
  return card([
    text(
      [
        `## ${say('help.first-steps')}`,
        exampleName === null ? say('help.no-characters') : say('help.say-hello', { name: exampleName }),
        say('help.key'),
        say('help.create'),
      ].join('\n'),
    ),
    text(
      [
        `### ${say('help.talking')}`,
        say('help.call', { name }),
        say('help.active'),
        say('help.several'),
        say('help.clear'),
      ].join('\n'),
    ),
    divider(),
    text([`### ${say('help.commands')}`, ...commands.map(describeCommand)].join('\n')),
  ]);
}

function describeCommand(command: Command): string {
  const words = listSubcommands(command).map(({ path }) => `\`${path.slice(1).join(' ')}\``);
  const isAlone = words.length === 1 && words[0] === '``';
  return `**/${command.name}** ${isAlone ? '' : words.join(' ')}\n-# ${command.description}`;
}
