import { commands } from '../services/bot-client/src/commands/index.ts';
import { type Command, listSubcommands } from '../services/bot-client/src/define/command.ts';
import type { Option } from '../services/bot-client/src/define/option.ts';

const WHO = {
  everyone: 'For everybody.',
  staff: 'For people who may manage messages in the server.',
  operator: 'For the people who run the bot.',
} as const satisfies Record<Command['access'], string>;

/** `docs/commands.md`: every command as it is defined. */
export function describeCommands(): string {
  return [
    '# Commands',
    '',
    'Written by `npm run exec -- node scripts/write-command-documents.ts` from the definitions in `services/bot-client/src/commands`. Options in',
    'brackets may be left out; `…` marks those that suggest while you type.',
    ...commands.flatMap(describeCommand),
    '',
  ].join('\n');
}

function describeCommand(command: Command): string[] {
  return [
    '',
    `## /${command.name}`,
    '',
    `${command.description}. ${WHO[command.access]}`,
    '',
    '| command | what it does |',
    '| --- | --- |',
    ...listSubcommands(command).map(({ path, subcommand }) => {
      const options = Object.entries(subcommand.options).map(([name, option]) => describeOption(option.toApi(name)));
      return `| \`/${[...path, ...options].join(' ')}\` | ${subcommand.description.replaceAll('|', String.raw`\|`)} |`;
    }),
  ];
}

/** `character:…`, or `[filter:all/mine]` for one that may be left out. */
function describeOption(option: ReturnType<Option['toApi']>): string {
  const choices = 'choices' in option ? (option.choices ?? []) : [];
  const values = choices.map(({ value }) => value).join('/');
  const suggests = 'autocomplete' in option && option.autocomplete ? '…' : '';
  const described = `${option.name}${values === '' && suggests === '' ? '' : `:${values}${suggests}`}`;
  return option.required ? described : `[${described}]`;
}
