import {
  ALIAS_SCOPES,
  type AliasScope,
  addAlias,
  LIMITS,
  listAliases,
  PAGE_SIZE,
  removeAlias,
} from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { card, note, plain, text } from '../../ui/elements.ts';
import { pageLine, pager } from '../../ui/pager.ts';
import { characterOption } from './character-option.ts';
import { aliasesPageId } from './ids.ts';

const SCOPES = {
  me: say('character.alias.scope.me'),
  server: say('character.alias.scope.server'),
  everywhere: say('character.alias.scope.everywhere'),
} as const satisfies Record<AliasScope, string>;

const scope = option.optionalChoice(
  'For you alone if left out; moderators name for a server, owners of public characters everywhere',
  SCOPES,
);

const add = defineSubcommand({
  description: 'Give a character another name by which you, a server or everybody can call it',
  options: {
    character: characterOption('Which character'),
    alias: option.string('The name', { maxLength: LIMITS.characterName }),
    scope,
  },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const { character: characterId, scope: chosen = 'me' } = options;
    const alias = options.alias.replace(/^@\s*/, '');
    const { characterName, isShared } = await gateway.call(addAlias, {
      caller,
      params: { characterId },
      body: { name: alias, scope: chosen },
    });
    const facts = { alias: plain(alias), name: plain(characterName) };
    const added = say(`character.alias.added.${chosen}`, facts);
    await respond(note(isShared ? `${added}\n${say('character.alias.shared', facts)}` : added, 'good'));
  },
});

const remove = defineSubcommand({
  description: 'Take back a name that was added to a character',
  options: {
    character: characterOption('Which character'),
    alias: option.string('The name', { maxLength: LIMITS.characterName }),
    scope,
  },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const alias = options.alias.replace(/^@\s*/, '');
    const { characterName } = await gateway.call(removeAlias, {
      caller,
      params: { characterId: options.character },
      body: { name: alias, scope: options.scope ?? 'me' },
    });
    await respond(note(say('character.alias.removed', { alias: plain(alias), name: plain(characterName) }), 'good'));
  },
});

const list = defineSubcommand({
  description: 'See by which names a character can be called here',
  options: { character: characterOption('Which character') },
  reply: 'private',
  run: (call, ctx) => showPage(call.options.character, 1, call, ctx),
});

export const alias = {
  description: 'Names by which characters can be called',
  subcommands: { add, remove, list },
};

export const turnAliasesPage = onButton(aliasesPageId, {
  reply: 'update',
  run: (call, ctx) => showPage(call.state.id, call.state.page, call, ctx),
});

async function showPage(id: string, wanted: number, call: Call, { gateway }: BotContext): Promise<void> {
  const params = { characterId: id };
  const { characterName, slug, items } = await gateway.call(listAliases, { caller: call.caller, params });
  const facts = { name: plain(characterName), slug };
  const head = `## ${say('character.alias.title', facts)}\n${say('character.alias.own', facts)}`;
  if (items.length === 0) {
    await call.respond(card([text(`${head}\n${say('character.alias.none')}`)]));
    return;
  }
  const sorted = items.toSorted((a, b) => ALIAS_SCOPES.indexOf(a.scope) - ALIAS_SCOPES.indexOf(b.scope));
  const pages = Math.ceil(sorted.length / PAGE_SIZE);
  const page = Math.min(Math.max(1, wanted), pages);
  const lines = sorted
    .slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
    .map(({ name, scope: where }) => `- **${plain(name)}** · ${SCOPES[where]}`);
  await call.respond(
    card([
      text([head, ...lines].join('\n')),
      text(pageLine(say('count.aliases', { count: items.length }), page, pages)),
      ...pager(page, pages, (to) => aliasesPageId.encode({ id, page: to })),
    ]),
  );
}
