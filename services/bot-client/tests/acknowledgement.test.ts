import type { JobQueues, RouteClient } from '@tzurot/platform';
import { fakeGateway, fakeQueues } from '@tzurot/platform/testing';
import { type APIApplicationCommandBasicOption, ApplicationCommandOptionType } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../src/actions/index.ts';
import { commands } from '../src/commands/index.ts';
import { defineCommand, listSubcommands } from '../src/define/command.ts';
import type { ComponentHandler, FormHandler } from '../src/define/component.ts';
import { renderModal } from '../src/define/modal.ts';
import { defineSubcommand } from '../src/define/subcommand.ts';
import { button, card, row, select } from '../src/ui/elements.ts';
import { type BotUnderTest, startBot } from './support/bot.ts';
import type { Person } from './support/person.ts';
import { IDS } from './support/samples.ts';

/** Something for every option and every part of a custom id. */
const OPTIONS = {
  character: IDS.character,
  preset: IDS.preset,
  profile: IDS.persona,
  vendor: 'openrouter',
};
const STATE = {
  id: IDS.character,
  page: 1,
  number: 1,
  filter: 'all',
  query: '',
  vendor: 'openrouter',
  kept: '',
  name: 'Lilith',
  messageId: '123456789012345678',
  first: '123456789012345678',
  last: '123456789012345679',
  draft: '',
  base: 'base',
  role: 'friend',
  personId: '123456789012345678',
  roleId: '123456789012345678',
  turnId: IDS.character,
  askerId: '123456789012345678',
  topic: 'start',
  character: IDS.character,
  where: 'everywhere',
  days: 0,
  count: 1,
  kind: 'system-prompt',
};
/** A part that is one of a few words has the first of these that it knows. */
const CHOICES = {
  to: ['public', 'on', 'none', 'yes', 'pinned', 'locked'],
  id: [IDS.character, '123456789012345678'],
};
const STATES = CHOICES.to.flatMap((to) => CHOICES.id.map((id) => ({ ...STATE, to, id })));

const handlers = [...commands, ...actions].flatMap(({ components }) => components);
const forms = handlers.filter((handler) => handler.kind === 'form');
const pressable = handlers.filter((handler) => handler.kind !== 'form');
const subcommands = commands.flatMap(listSubcommands);

/** Shows one component of any command, and opens any form. */
const probe = defineCommand({
  name: 'probe',
  description: 'For this test',
  subcommands: {
    show: defineSubcommand({
      description: 'Shows a component',
      options: { component: { kind: 'plain', toApi: textOption, read: (given) => String(given?.value) } },
      reply: 'private',
      async run({ options, respond }) {
        const handler = pressable.find(({ id }) => id.prefix === options.component);
        if (handler === undefined) throw new Error(`no ${options.component}`);
        const id = anyId(handler);
        await respond(
          card([
            handler.kind === 'select'
              ? select({ id, placeholder: 'Choose', choices: [{ label: 'Press', value: IDS.character }] })
              : row(button({ id, label: 'Press' })),
          ]),
        );
      },
    }),
    open: defineSubcommand({
      description: 'Opens a form',
      options: { form: { kind: 'plain', toApi: textOption, read: (given) => String(given?.value) } },
      reply: 'modal',
      modal({ options }) {
        const form = forms.find(({ id }) => id.prefix === options.form);
        if (form === undefined) throw new Error(`no ${options.form}`);
        return renderModal(form.modal, anyState(form));
      },
    }),
  },
});

/** Nothing that is asked ever answers, until it is let go. */
function createSilence() {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  const gateway: RouteClient = { call: () => promise, close: async () => undefined };
  const queues: JobQueues = { ...fakeQueues(), ask: () => promise, enqueue: () => promise, ready: () => promise };
  return { gateway, queues, end: () => reject(new Error('the silence is over')) };
}

describe('while gateway and queue are silent', () => {
  let bot: BotUnderTest;
  let ada: Person;
  let silence: ReturnType<typeof createSilence>;
  const known = new Set<string>();

  beforeAll(async () => {
    bot = await startBot({ commands: [...commands, probe] });
    ada = await bot.connect('ada');
    silence = createSilence();
    bot.give(silence);
  });
  afterAll(async () => {
    silence.end();
    await bot.stop();
  });

  it.each(subcommands.map(({ path, subcommand }) => [path.join(' '), subcommand] as const))(
    '/%s is acknowledged',
    async (path, { options, reply }) => {
      const given = Object.entries(options).flatMap(([name, option]) => {
        const api = option.toApi(name);
        return api.required === true ? [[name, anyValue(api, bot)] as const] : [];
      });

      const outcome = await ada.use(path, Object.fromEntries(given), [FILE]);

      expect(outcome).toBe('acknowledged');
      // What was asked before may still be changing its own answer.
      const fresh = ada.seen().filter(({ id }) => !known.has(id));
      for (const { id } of fresh) known.add(id);
      expect(fresh.length > 0).toBe(reply !== 'modal');
    },
  );

  it.each(pressable.map((handler) => [handler.id.prefix, handler] as const))(
    '%s is acknowledged',
    async (prefix, handler) => {
      await ada.use('probe show', { component: prefix });
      const message = await ada.see('Press');

      const outcome = await (handler.kind === 'select'
        ? ada.choose(message, IDS.character)
        : ada.press(message, 'Press'));

      expect(outcome).toBe('acknowledged');
    },
  );

  it.each(forms.map((form) => [form.id.prefix, form] as const))('the form %s is acknowledged', async (prefix, form) => {
    await ada.use('probe open', { form: prefix });
    const modal = await ada.seeModal();

    const outcome = await ada.submit(modal, fillEverything(form));

    expect(outcome).toBe('acknowledged');
  });

  it('an autocomplete gives up after two seconds and offers nothing', async () => {
    expect(await ada.suggestions('character view', 'character', 'lil')).toEqual([]);
  });
});

it('a form whose shared state is silent is acknowledged within three seconds too', async () => {
  const bot = await startBot({ commands: [...commands, probe] });
  const ada = await bot.connect('ada');
  bot.give({ gateway: fakeGateway() });
  await ada.use('probe show', { component: 'character:edit-identity' });
  const message = await ada.see('Press');
  bot.ctx.state = { ...bot.ctx.state, get: () => new Promise(() => undefined) };

  expect(await ada.press(message, 'Press')).toBe('acknowledged');

  await bot.stop();
});

const FILE = { name: 'a.png', content: Buffer.from('x'), contentType: 'image/png' };

/** Something that Discord takes for an option. */
function anyValue(
  api: APIApplicationCommandBasicOption,
  { discord: { world } }: BotUnderTest,
): string | number | boolean {
  if ('choices' in api && api.choices !== undefined && api.choices.length > 0) return api.choices[0]?.value ?? '';
  switch (api.type) {
    case ApplicationCommandOptionType.Boolean:
      return true;
    case ApplicationCommandOptionType.Integer:
    case ApplicationCommandOptionType.Number:
      return api.min_value ?? 1;
    case ApplicationCommandOptionType.User:
    case ApplicationCommandOptionType.Mentionable:
      return world.people.ben.id;
    case ApplicationCommandOptionType.Role:
      return world.roles.moderator;
    case ApplicationCommandOptionType.Channel:
      return world.channels.general;
    case ApplicationCommandOptionType.Attachment:
      return '0';
    case ApplicationCommandOptionType.String:
      return String(Reflect.get(OPTIONS, api.name) ?? 'hello');
  }
}

function textOption(name: string) {
  return { type: 3, name, description: 'Which one', required: true } as const;
}

function anyState(handler: ComponentHandler): unknown {
  const state = STATES.find((each) => handler.id.decode(handler.id.encode(each)) !== null);
  if (state === undefined) throw new Error(`no state for ${handler.id.prefix}`);
  return state;
}

function anyId(handler: ComponentHandler): string {
  return handler.id.encode(anyState(handler));
}

/** A word in every input that has room for it, and nothing chosen. */
function fillEverything({ modal }: FormHandler): Record<string, string> {
  return Object.fromEntries(
    Object.entries(modal.inputs).map(([name, input]) => [
      input.isSecret ? `${name}:secret` : name,
      input.field.kind === 'choice'
        ? input.isRequired
          ? (Object.keys(input.field.choices)[0] ?? '')
          : ''
        : 'hello'.slice(0, input.field.maxLength),
    ]),
  );
}
