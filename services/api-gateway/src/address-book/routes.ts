import { getAddressBook } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { readAddressBook } from './address-book.ts';

export const addressBookRoutes = [
  handleRoute(getAddressBook, async (_call, ctx: GatewayContext) => readAddressBook(ctx)),
];
