import { customId } from '@tzurot/contracts';
import { fakeGateway } from '@tzurot/platform/testing';
import { ChannelType } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../src/commands/index.ts';
import { defineAction } from '../src/define/action.ts';
import { defineCommand } from '../src/define/command.ts';
import { onButton, onForm, opensModal } from '../src/define/component.ts';
import { messageMenu, userMenu } from '../src/define/menu.ts';
import { defineModal, input, renderModal } from '../src/define/modal.ts';
import { option } from '../src/define/option.ts';
import { defineSubcommand } from '../src/define/subcommand.ts';
import { createRouter } from '../src/dispatch/router.ts';
import { button, note, row } from '../src/ui/elements.ts';
import { type BotUnderTest, startBot } from './support/bot.ts';
import type { Person } from './support/person.ts';
import { hasOpenApi, judgeCalls } from './support/spec.ts';

let bot: BotUnderTest;
let ada: Person;
let ben: Person;
let given: Record<string, unknown> = {};

const probe = defineCommand({
  name: 'probe',
  description: 'For this test',
  subcommands: {
    all: defineSubcommand({
      description: 'Takes an option of every kind',
      options: {
        words: option.string('Words', { minLength: 1, maxLength: 20 }),
        whole: option.integer('A whole number', { min: 1, max: 9 }),
        broken: option.number('A number', { min: 0 }),
        yes: option.boolean('Yes or no'),
        who: option.user('Somebody'),
        where: option.channel('A channel', { types: [ChannelType.GuildText] }),
        rank: option.role('A role'),
        anyone: option.mentionable('Somebody or a role'),
        file: option.attachment('A file'),
        kind: option.choice('One of two', { a: 'The first', b: 'The second' }),
      },
      reply: 'private',
      run: ({ options, respond }) => keep(options, respond),
    }),
    none: defineSubcommand({
      description: 'Needs no option of any kind',
      options: {
        words: option.optionalString('Words'),
        whole: option.optionalInteger('A whole number'),
        broken: option.optionalNumber('A number'),
        yes: option.optionalBoolean('Yes or no'),
        who: option.optionalUser('Somebody'),
        where: option.optionalChannel('A channel'),
        rank: option.optionalRole('A role'),
        anyone: option.optionalMentionable('Somebody or a role'),
        file: option.optionalAttachment('A file'),
        kind: option.optionalChoice('One of two', { a: 'The first', b: 'The second' }),
      },
      reply: 'private',
      run: ({ options, respond }) => keep(options, respond),
    }),
    welcome: defineSubcommand({
      description: 'Says something to everybody that nobody asked for',
      options: {},
      reply: 'private',
      async run({ place, respond }) {
        if (!place.channel?.isSendable()) throw new Error('no channel');
        const buttons = [
          button({ id: openId.encode({}), label: 'Open' }),
          button({ id: fillId.encode({}), label: 'Fill' }),
        ];
        await place.channel.send({ components: [row(...buttons)] });
        await respond(note('Said.'));
      },
    }),
  },
});

async function keep(options: Record<string, unknown>, respond: (view: ReturnType<typeof note>) => Promise<unknown>) {
  given = options;
  await respond(note('Noted.'));
}

const openId = customId('menus:open', {});
const fillId = customId('menus:fill', {});
const modal = defineModal({
  id: customId('menus:form', {}),
  title: 'About a message',
  inputs: { text: input.short('Text') },
});

const menus = defineAction({
  name: 'menus',
  menus: [
    messageMenu('Read it', {
      reply: 'private',
      run: async ({ message, respond }) => void (await respond(note(`It says: ${message.content}`))),
    }),
    messageMenu('Change it', {
      reply: 'modal',
      modal: ({ message }) => renderModal(modal, {}, { text: message.content }),
    }),
    userMenu('Greet', {
      reply: 'private',
      run: async ({ user, respond }) => void (await respond(note(`Hello ${user.name}.`))),
    }),
  ],
  components: [
    onButton(openId, { reply: 'private', run: async ({ respond }) => void (await respond(note('Opened.'))) }),
    opensModal(fillId, { prepare: async () => renderModal(modal, {}), run: async () => undefined }),
    onForm(modal, async ({ values, respond }) => void (await respond(note(`Changed to ${values.text}.`)))),
  ],
});

const staffOnly = defineAction({
  name: 'staff',
  access: 'staff',
  menus: [
    messageMenu('Moderate', { reply: 'private', run: async ({ respond }) => void (await respond(note('Done.'))) }),
  ],
});

beforeAll(async () => {
  bot = await startBot({ commands: [...commands, probe], actions: [menus, staffOnly] });
  bot.give({ gateway: fakeGateway() });
  ada = await bot.connect('ada');
  ben = await bot.connect('ben');
});
afterAll(() => bot.stop());

describe('options', () => {
  it('of every kind reach the handler as values of their kind', async () => {
    const { world } = bot.discord;
    const role = await findRole();
    const values = {
      words: ' hello ',
      whole: 7,
      broken: 0.5,
      yes: false,
      who: world.people.ben.id,
      where: world.channels.quiet,
      rank: role,
      anyone: role,
      file: '0',
      kind: 'b',
    };

    await ada.use('probe all', values, [{ name: 'notes.txt', content: 'some notes', contentType: 'text/plain' }]);
    await ada.see('Noted.');

    expect(given).toEqual({
      words: 'hello',
      whole: 7,
      broken: 0.5,
      yes: false,
      who: { id: world.people.ben.id, name: 'ben', isBot: false },
      where: { id: world.channels.quiet, name: 'quiet' },
      rank: { id: role, name: 'Moderator' },
      anyone: { kind: 'role', id: role, name: 'Moderator' },
      file: expect.objectContaining({ filename: 'notes.txt', sizeBytes: 10 }),
      kind: 'b',
    });
  });

  it('that are left out are undefined', async () => {
    await ada.use('probe none');
    await ada.see('Noted.');

    expect(Object.values(given)).toEqual(Array(10).fill(undefined));
  });
});

describe('menu entries', () => {
  it('on a message get the message', async () => {
    const message = await ben.say('a word with you');

    await ada.useMenu('Read it', message.id);

    expect((await ada.see('It says: a word with you')).flags).toBe(64 | 32_768);
  });

  it('on a person get the person', async () => {
    await ada.useMenu('Greet', bot.discord.world.people.ben.id);

    await ada.see('Hello ben.');
  });

  it('may open a form that knows the message', async () => {
    const message = await ben.say('misspelt');

    await ada.useMenu('Change it', message.id);
    await ada.submit(await ada.seeModal(), { text: 'spelt' });

    await ada.see('Changed to spelt.');
  });

  it('for staff are refused to others, whatever a server lets through', async () => {
    const message = await ada.say('mine');

    await bot.withClient(async ({ application }) => {
      const entry = (await application.commands.fetch()).find(({ name }) => name === 'Moderate');
      await entry?.edit({ defaultMemberPermissions: null });
    });
    await ben.useMenu('Moderate', message.id);

    await ben.see('people who can manage messages');
  });

  it('cannot be two of a name, nor have components named after something else', () => {
    expect(() => createRouter({ commands: [], actions: [menus, { ...menus, name: 'other' }] })).toThrow(
      'two menu entries',
    );
    expect(() => createRouter({ commands: [], actions: [{ ...menus, name: 'other' }] })).toThrow(
      'not named after other',
    );
  });
});

describe('a button on a message that answered nobody', () => {
  it('can be pressed by anybody, who is answered privately', async () => {
    await ada.use('probe welcome');
    const welcome = await ada.see('Open');

    await ben.press(welcome, 'Open');

    expect((await ben.see('Opened.')).flags).toBe(64 | 32_768);
    expect(await ben.readChannel()).toContain('Open');
  });

  it('may open a form, whose answer leaves the message as it is', async () => {
    await ada.use('probe welcome');
    const welcome = await ada.see('Fill');

    await ben.press(welcome, 'Fill');
    await ben.submit(await ben.seeModal(), { text: 'words' });

    const answered = await ben.see('Changed to words.');
    expect([answered.flags, answered.id === welcome.id]).toEqual([64 | 32_768, false]);
  });
});

async function findRole(): Promise<string> {
  let id = '';
  await bot.withClient(async ({ guilds }) => {
    id = guilds.cache.first()?.roles.cache.find(({ name }) => name === 'Moderator')?.id ?? '';
  });
  return id;
}

it.skipIf(!hasOpenApi)("sends only what Discord's own description allows", () => {
  expect(judgeCalls(bot.discord).problems).toEqual([]);
});
