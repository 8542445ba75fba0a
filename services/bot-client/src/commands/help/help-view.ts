import { type Command, listSubcommands } from '../../define/command.ts';
import { card, divider, plain, text } from '../../ui/elements.ts';
import type { CardView } from '../../ui/view.ts';

/** @param exampleName a character that everybody may talk to; null when there is none */
export function helpView(commands: readonly Command[], exampleName: string | null): CardView {
  const name = plain(exampleName ?? 'Name');
  return card([
    text(
      [
        '## First steps',
        exampleName === null
          ? '1. There are no characters for everybody yet: make one as in 3, write `@`, its name and `hello`, and it answers.'
          : `1. Say hello: write \`@${exampleName} hello\` in any channel where I can answer, or in my direct messages.`,
        '2. `/wallet set` takes your own key for a model; it is stored encrypted and never shown. Without one you talk on a free model, if whoever runs me offers one.',
        '3. `/character create` makes a character of your own, `/me profile create` tells characters who you are.',
      ].join('\n'),
    ),
    text(
      [
        '### Talking',
        `- Begin with **@${name}**, or reply to something ${name} said.`,
        '- In a channel where a character is active it hears everything. `/character chat` works as well.',
        '- One message may call several characters; they answer in turn.',
        '- `/history clear` lets a character begin afresh with you. What it remembers stays.',
      ].join('\n'),
    ),
    divider(),
    text(['### Commands', ...commands.map(describeCommand)].join('\n')),
  ]);
}

function describeCommand(command: Command): string {
  const words = listSubcommands(command).map(({ path }) => `\`${path.slice(1).join(' ')}\``);
  const isAlone = words.length === 1 && words[0] === '``';
  return `**/${command.name}** ${isAlone ? '' : words.join(' ')}\n-# ${command.description}`;
}
