import { say } from '@tzurot/words';
import type { APIActionRowComponent, APIComponentInMessageActionRow } from 'discord.js';
import { button, row } from './elements.ts';

/** Buttons to the page before and the page after. @param idOf the custom id that shows a page, counted from 1 */
export function pager(
  page: number,
  pages: number,
  idOf: (page: number) => string,
): APIActionRowComponent<APIComponentInMessageActionRow>[] {
  if (pages <= 1) return [];
  return [
    row(
      button({ id: idOf(page - 1), label: say('interface.back'), isDisabled: page <= 1 }),
      button({ id: idOf(page + 1), label: say('interface.next'), isDisabled: page >= pages }),
    ),
  ];
}

/** Small print such as `26 characters · page 2 of 3`. */
export function pageLine(what: string, page: number, pages: number): string {
  return `-# ${pages <= 1 ? what : say('interface.page', { what, page, pages })}`;
}
