import { listCharacters, PAGE_SIZE } from '@tzurot/contracts';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton, onSelect } from '../../define/component.ts';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { browseView } from './browse-view.ts';
import { browsePageId, FILTERS, type Filter, findCharactersId, MAX_QUERY_LENGTH, openCardId } from './ids.ts';
import { showCard } from './view.ts';

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

async function showPage(search: Search, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  const ask = (page: number) =>
    gateway.call(listCharacters, {
      caller,
      query: { query: search.query, filter: search.filter, page: Math.max(1, page), pageSize: PAGE_SIZE },
    });
  let found = await ask(search.page);
  // The list may have become shorter since the button was made.
  if (found.items.length === 0 && found.pages > 0) found = await ask(found.pages);
  await respond(browseView(found, search));
}
