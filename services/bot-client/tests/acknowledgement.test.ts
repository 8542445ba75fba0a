import type { JobQueues, RouteClient } from '@tzurot/platform';
import { fakeGateway, fakeQueues } from '@tzurot/platform/testing';
import { ApplicationCommandOptionType } from 'discord.js';
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
  choice: 'block',
  mode: 'mute',
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
};
const STATES = ['public', 'on', 'none'].map((to) => ({ ...STATE, to }));

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
      const names = Object.keys(options).filter(
        (name) =>
          !['filter', 'query', 'server'].includes(name) &&
          options[name]?.toApi(name).type === ApplicationCommandOptionType.String,
      );
      const values = names.map((name) => [name, Reflect.get(OPTIONS, name) ?? 'hello']);

      const outcome = await ada.use(path, Object.fromEntries(values));

      expect(outcome).toBe('acknowledged');
      expect(ada.seen().length).toBe(reply === 'modal' ? 0 : 1);
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
