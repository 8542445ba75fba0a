import { getAddressBook } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { readAddressBook } from '../../store/address-book.ts';

export const getAddressBookRoute = handleRoute(getAddressBook, async (_call, ctx: GatewayContext) =>
  readAddressBook(ctx.pool),
);
