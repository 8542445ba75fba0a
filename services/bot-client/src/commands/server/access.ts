import { customId, listServerRoles, part, putServerRole, removeServerRole, type ServerRole } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import { roleMention } from 'discord.js';
import { onButton } from '../../define/component.ts';
import { option, optionalStored } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { button, card, clip, note, plain, section, text } from '../../ui/elements.ts';
import type { CardView } from '../../ui/view.ts';
import { characterOption } from '../character/character-option.ts';

/** A message has room for so many with their buttons; a server with more roles removes them by the command. */
const SHOWN = 10;
const ROLE_LENGTH = 320;

const removeRoleId = customId('server:remove-role', { roleId: part.snowflake });

export const access = defineSubcommand({
  description: 'Choose which roles may talk to characters here, to which ones, and how often',
  options: {
    role: option.optionalRole('Which role; if left out, I show what is chosen now'),
    character: optionalStored(characterOption('A character for this role; a role without any may talk to all')),
    change: option.optionalChoice('What to do with the role, or with the character of the role', {
      allow: 'Allow',
      remove: 'Remove',
    }),
    'replies-per-day': option.optionalInteger('How many replies each member gets in a day; 0 for no limit', {
      min: 0,
      max: 10_000,
    }),
  },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const { role, character, change = 'allow' } = options;
    const limit = options['replies-per-day'];
    if (role === undefined) {
      if (character !== undefined || limit !== undefined) {
        const facts = { noun: say('noun.role') };
        throw new AppError('invalid-input', 'no role was named', { reason: 'option-empty', facts });
      }
      return void (await respond(accessView((await gateway.call(listServerRoles, { caller })).items)));
    }
    const params = { roleId: role.id };
    if (change === 'remove' && character === undefined) {
      return void (await respond(accessView((await gateway.call(removeServerRole, { caller, params })).items)));
    }
    const { items } = await gateway.call(putServerRole, {
      caller,
      params,
      body: {
        name: role.name,
        ...(limit !== undefined && { repliesPerDay: limit === 0 ? null : limit }),
        ...(character !== undefined && { character: { id: character, isAllowed: change === 'allow' } }),
      },
    });
    await respond(accessView(items));
  },
});

export const removeRole = onButton(removeRoleId, {
  reply: 'update',
  async run({ state, caller, respond }, { gateway }) {
    const { items } = await gateway.call(removeServerRole, { caller, params: { roleId: state.roleId } });
    await respond(accessView(items));
  },
});

export function accessView(roles: readonly ServerRole[]): CardView {
  if (roles.length === 0) return note(`## ${say('access.title')}\n${say('access.everybody')}`);
  const more = roles.length - SHOWN;
  return card([
    text(`## ${say('access.title')}\n${say('access.only')}`),
    ...roles
      .slice(0, SHOWN)
      .map((role) =>
        section(
          clip(describe(role), ROLE_LENGTH),
          button({ id: removeRoleId.encode({ roleId: role.roleId }), label: say('interface.remove') }),
        ),
      ),
    ...(more > 0 ? [text(say('server-characters.more', { count: more }))] : []),
  ]);
}

function describe({ roleId, name, characters, repliesPerDay }: ServerRole): string {
  const who =
    characters.length === 0
      ? say('access.all-characters')
      : characters.map((character) => plain(character.name)).join(', ');
  const limit =
    repliesPerDay === null
      ? say('access.no-limit')
      : say('access.limit', { replies: say('count.replies', { count: repliesPerDay }) });
  return `${roleMention(roleId)} (${plain(name)}) · ${limit}\n-# ${who}`;
}
