import {
  type CharacterPeople,
  listCharacterPeople,
  PAGE_SIZE,
  type PersonRole,
  putCharacterPerson,
  removeCharacterPerson,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import { userMention } from 'discord.js';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { option } from '../../define/option.ts';
import { defineSubcommand, type SubcommandGroup } from '../../define/subcommand.ts';
import { button, card, note, plain, section, text } from '../../ui/elements.ts';
import { pageLine, pager } from '../../ui/pager.ts';
import { characterOption } from './character-option.ts';
import { peoplePageId, removePersonId } from './ids.ts';

interface Described {
  description: string;
}

function adding(role: PersonRole, { description }: Described) {
  return defineSubcommand({
    description,
    options: { character: characterOption('Which character', 'mine'), person: option.user('Who') },
    reply: 'private',
    async run({ options, caller, respond }, { gateway }) {
      const { id: personId, name, isBot } = options.person;
      if (isBot) throw new AppError('invalid-input', 'a bot talks to nobody', { reason: 'person-is-bot' });
      const { characterName } = await gateway.call(putCharacterPerson, {
        caller,
        params: { characterId: options.character },
        body: { personId, name, role },
      });
      const facts = { name: plain(characterName), person: userMention(personId) };
      await respond(note(say(`character.${role}.added`, facts), 'good'));
    },
  });
}

function removing({ description }: Described) {
  return defineSubcommand({
    description,
    options: { character: characterOption('Which character'), person: option.user('Who') },
    reply: 'private',
    async run({ options, caller, respond }, { gateway }) {
      const params = { characterId: options.character };
      const body = { personId: options.person.id };
      const { characterName, wasThere } = await gateway.call(removeCharacterPerson, { caller, params, body });
      const facts = { name: plain(characterName), person: userMention(options.person.id) };
      await respond(
        wasThere
          ? note(say('character.person-removed', facts), 'good')
          : note(say('character.person-was-not-there', facts)),
      );
    },
  });
}

function listing(role: PersonRole, { description }: Described) {
  return defineSubcommand({
    description,
    options: { character: characterOption('Which character', 'mine') },
    reply: 'private',
    run: (call, ctx) => showPage({ id: call.options.character, role, page: 1 }, call, ctx),
  });
}

export const allowlist: SubcommandGroup = {
  description: 'Who may talk to a private character',
  subcommands: {
    add: adding('friend', { description: 'Let somebody talk to a private character of yours' }),
    remove: removing({ description: 'Stop letting somebody talk to a private character' }),
    list: listing('friend', { description: 'See who may talk to a private character' }),
  },
};

export const coOwner: SubcommandGroup = {
  description: 'Who may edit a character with you',
  subcommands: {
    add: adding('co-owner', { description: 'Let somebody edit a character with you; only you can delete it' }),
    remove: removing({ description: 'Stop letting somebody edit a character' }),
    list: listing('co-owner', { description: 'See who may edit a character' }),
  },
};

interface Shown {
  id: string;
  role: PersonRole;
  page: number;
}

export const turnPeoplePage = onButton(peoplePageId, {
  reply: 'update',
  run: (call, ctx) => showPage(call.state, call, ctx),
});

export const removePerson = onButton(removePersonId, {
  reply: 'update',
  async run(call, ctx) {
    const { id, role, personId } = call.state;
    const params = { characterId: id };
    await ctx.gateway.call(removeCharacterPerson, { caller: call.caller, params, body: { personId } });
    await showPage({ id, role, page: 1 }, call, ctx);
  },
});

async function showPage(shown: Shown, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  const found = await gateway.call(listCharacterPeople, { caller, params: { characterId: shown.id } });
  await respond(peopleView(found, shown));
}

function peopleView({ characterName, isPublic, people }: CharacterPeople, { id, role, page: wanted }: Shown) {
  const name = plain(characterName);
  const those = people.filter((person) => person.role === role);
  const remark = role === 'friend' && isPublic ? `\n-# ${say('character.friend.public', { name })}` : '';
  if (those.length === 0) return note(`${say(`character.${role}.none`, { name })}${remark}`);
  const pages = Math.ceil(those.length / PAGE_SIZE);
  const page = Math.min(Math.max(1, wanted), pages);
  return card([
    text(`## ${say(`character.${role}.title`, { name })}${remark}`),
    ...those
      .slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
      .map(({ personId, name: personName }) =>
        section(
          `${userMention(personId)} · ${plain(personName)}`,
          button({ id: removePersonId.encode({ id, role, personId }), label: say('interface.remove') }),
        ),
      ),
    text(pageLine(say('count.people', { count: those.length }), page, pages)),
    ...pager(page, pages, (to) => peoplePageId.encode({ id, role, page: to })),
  ]);
}
