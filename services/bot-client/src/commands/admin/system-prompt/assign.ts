import { assignSystemPrompt, type RouteInput, Snowflake } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import { option, optionalStored } from '../../../define/option.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { note, plain } from '../../../ui/elements.ts';
import { characterOption } from '../../character/character-option.ts';
import { describeWhere } from './dashboard.ts';
import { systemPromptOption } from './system-prompt-option.ts';

type Target = NonNullable<RouteInput<typeof assignSystemPrompt>['body']>['to'];

export const assign = defineSubcommand({
  description: 'Say where a system prompt counts: everywhere, for a character, or in a server',
  options: {
    prompt: systemPromptOption('Which system prompt'),
    change: option.choice('Whether it counts there from now on', {
      add: 'Counts there',
      remove: 'No longer counts there',
    }),
    character: optionalStored(characterOption('For which character; without one and a server, everywhere')),
    server: option.optionalString('In which server, by its id', { maxLength: 20 }),
  },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const assigned = await gateway.call(assignSystemPrompt, {
      caller,
      params: { systemPromptId: options.prompt },
      body: { to: targetOf(options), isAssigned: options.change === 'add' },
    });
    await respond(note(`**${plain(assigned.name)}**\n${describeWhere(assigned)}`, 'good'));
  },
});

/** @throws AppError when two were named, or a server by something else than its id */
function targetOf({ character, server }: { character: string | undefined; server: string | undefined }): Target {
  if (character !== undefined && server === undefined) return { kind: 'character', characterId: character };
  if (character === undefined && server === undefined) return { kind: 'everywhere' };
  const id = Snowflake.safeParse(server);
  if (character !== undefined || !id.success) {
    const facts = { noun: say('noun.server'), name: plain(server ?? '') };
    throw new AppError('invalid-input', 'one target, and a server by its id', { reason: 'option-unknown', facts });
  }
  return { kind: 'server', serverId: id.data };
}
