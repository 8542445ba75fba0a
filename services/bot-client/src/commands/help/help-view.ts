import { customId, part } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { type Command, listSubcommands } from '../../define/command.ts';
import { button, card, divider, plain, row, text } from '../../ui/elements.ts';
import type { CardView } from '../../ui/view.ts';

/** A topic is a command; `start` is the first page. */
export const helpTopicId = customId('help:topic', { topic: part.key });
export const START = 'start';

/** A message has room for so many lines of a command with very many subcommands. */
const PAGE_LENGTH = 3_400;
const BUTTONS_PER_ROW = 5;

/** How a command such as `character`, `create` is shown, so that it can be clicked where Discord lets it. */
export type Mention = (...path: string[]) => string;

export function mentionWith(ids: ReadonlyMap<string, string>): Mention {
  return (...path) => {
    const id = ids.get(path[0] ?? '');
    const words = path.join(' ');
    return id === undefined ? `\`/${words}\`` : `</${words}:${id}>`;
  };
}

/** First steps and how to talk, with a button for each command. @param exampleName a public character; null when there is none */
export function helpView(commands: readonly Command[], exampleName: string | null, mention: Mention): CardView {
  const name = plain(exampleName ?? 'Name');
  const facts = {
    key: mention('wallet', 'set'),
    create: mention('character', 'create'),
    profile: mention('me', 'profile', 'create'),
    browse: mention('character', 'browse'),
    clear: mention('history', 'clear'),
  };
  return card([
    text(
      [
        `## ${say('help.first-steps')}`,
        exampleName === null ? say('help.no-characters') : say('help.say-hello', { name: exampleName }),
        say('help.key', facts),
        say('help.create', facts),
      ].join('\n'),
    ),
    text(
      [
        `### ${say('help.talking')}`,
        say('help.call', { name }),
        say('help.find', facts),
        say('help.active'),
        say('help.several'),
        say('help.clear', facts),
      ].join('\n'),
    ),
    divider(),
    text(say('help.more')),
    ...topicButtons(commands, START),
  ]);
}

/** What one command can do, line by line. */
export function helpTopicView(commands: readonly Command[], command: Command, mention: Mention): CardView {
  const lines = listSubcommands(command).map(
    ({ path, subcommand }) => `- ${mention(...path)} ${subcommand.description}`,
  );
  const shown = lines.filter((_line, index) => lines.slice(0, index + 1).join('\n').length <= PAGE_LENGTH);
  const left = lines.length - shown.length;
  return card([
    text(
      [
        `## /${command.name}`,
        command.description,
        ...shown,
        ...(left > 0 ? [say('help.and-more', { count: left })] : []),
      ].join('\n'),
    ),
    divider(),
    ...topicButtons(commands, command.name),
  ]);
}

function topicButtons(commands: readonly Command[], current: string) {
  const topics = [START, ...commands.map(({ name }) => name)];
  const buttons = topics.map((topic) =>
    button({
      id: helpTopicId.encode({ topic }),
      label: topic === START ? say('help.first-steps') : `/${topic}`,
      style: topic === current ? 'main' : 'plain',
    }),
  );
  return Array.from({ length: Math.ceil(buttons.length / BUTTONS_PER_ROW) }, (_, index) =>
    row(...buttons.slice(index * BUTTONS_PER_ROW, (index + 1) * BUTTONS_PER_ROW)),
  );
}
