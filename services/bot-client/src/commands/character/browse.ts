import { type CharacterSummary, listCharacters, PAGE_SIZE } from '@tzurot/contracts';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton, onSelect } from '../../define/component.ts';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { browseView } from './browse-view.ts';
import { browsePageId, FILTERS, type Filter, findCharactersId, MAX_QUERY_LENGTH, openCardId } from './ids.ts';
import { findPortrait, type Portrait } from './portrait.ts';
import { showCard } from './view.ts';

/** Pictures of a page together; Discord takes 10 MB with a message. */
const MAX_LIST_BYTES = 4 * 1_048_576;

interface Search {
  query: string;
  filter: Filter;
  page: number;
}

export const browse = defineSubcommand({
  description: 'Find characters to talk to',
  options: {
    query: option.optionalString('Part of the name', { maxLength: MAX_QUERY_LENGTH }),
    filter: option.optionalChoice('Which characters', FILTERS),
  },
  reply: 'private',
  run: (call, ctx) =>
    showPage({ query: call.options.query ?? '', filter: call.options.filter ?? 'all', page: 1 }, call, ctx),
});

export const turnPage = onButton(browsePageId, {
  reply: 'update',
  run: (call, ctx) => showPage(call.state, call, ctx),
});

export const findCharacters = onButton(findCharactersId, {
  reply: 'private',
  run: (call, ctx) => showPage({ query: '', filter: 'all', page: 1 }, call, ctx),
});

export const openCard = onSelect(openCardId, {
  reply: 'private',
  run: (call, ctx) => showCard(call.value, 1, call, ctx),
});

async function showPage(search: Search, call: Call, ctx: BotContext): Promise<void> {
  const { caller, respond } = call;
  const { gateway } = ctx;
  const ask = (page: number) =>
    gateway.call(listCharacters, {
      caller,
      query: { query: search.query, filter: search.filter, page: Math.max(1, page), pageSize: PAGE_SIZE },
    });
  let found = await ask(search.page);
  // The list may have become shorter since the button was made.
  if (found.items.length === 0 && found.pages > 0) found = await ask(found.pages);
  await respond(browseView(found, search, await findPortraits(found.items, call, ctx)));
}

/** What these look like, as far as all of it fits beside a list. */
async function findPortraits(
  items: readonly CharacterSummary[],
  call: Call,
  ctx: BotContext,
): Promise<Map<string, Portrait>> {
  const found = await Promise.all(items.map(async (item) => [item.id, await findPortrait(item, call, ctx)] as const));
  let bytes = 0;
  return new Map(
    found.flatMap(([id, portrait]) => {
      if (portrait === null) return [];
      // Two characters may have the same picture, and a message has each file once.
      const named = 'file' in portrait ? { file: { ...portrait.file, name: `${id}-${portrait.file.name}` } } : portrait;
      bytes += 'file' in portrait ? portrait.file.bytes.length : 0;
      return bytes > MAX_LIST_BYTES ? [] : [[id, named] as const];
    }),
  );
}
