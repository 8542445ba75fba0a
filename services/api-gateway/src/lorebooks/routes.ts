import {
  attachLorebook,
  attachLorebookHere,
  createLorebook,
  createLoreEntry,
  deleteLorebook,
  deleteLoreEntry,
  detachLorebook,
  detachLorebookHere,
  getLorebook,
  getLoreEntry,
  listLorebooks,
  listLorebooksHere,
  listLoreEntries,
  readLorebook,
  readLorebookContents,
  searchLoreEntries,
  updateLorebook,
  updateLoreEntry,
} from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { attach, detach, listHere, ownTarget, staffTarget } from './attachments.ts';
import * as entries from './entries.ts';
import * as lorebooks from './lorebooks.ts';

/** A book is its owner's alone; whether it is told in a channel or server is the staff's to say. */
export const lorebookRoutes = [
  handleRoute(createLorebook, ({ caller, body }, ctx: GatewayContext) => lorebooks.create(caller, body, ctx)),
  handleRoute(listLorebooks, async ({ caller }, ctx: GatewayContext) => ({ items: await lorebooks.list(caller, ctx) })),
  handleRoute(getLorebook, ({ caller, params }, ctx: GatewayContext) => lorebooks.get(caller, params.bookId, ctx)),
  handleRoute(updateLorebook, ({ caller, params, body }, ctx: GatewayContext) =>
    lorebooks.update(caller, params.bookId, body, ctx),
  ),
  handleRoute(deleteLorebook, ({ caller, params }, ctx: GatewayContext) =>
    lorebooks.remove(caller, params.bookId, ctx),
  ),
  handleRoute(readLorebookContents, ({ caller, params }, ctx: GatewayContext) =>
    lorebooks.readWhole(caller, params.bookId, ctx),
  ),
  handleRoute(listLoreEntries, ({ caller, params, query }, ctx: GatewayContext) =>
    entries.list(caller, params.bookId, query, ctx),
  ),
  handleRoute(searchLoreEntries, async ({ caller, query }, ctx: GatewayContext) => ({
    items: await entries.search(caller, query.query, ctx),
  })),
  handleRoute(createLoreEntry, ({ caller, params, body }, ctx: GatewayContext) =>
    entries.create(caller, params.bookId, body, ctx),
  ),
  handleRoute(getLoreEntry, ({ caller, params }, ctx: GatewayContext) => entries.get(caller, params.entryId, ctx)),
  handleRoute(updateLoreEntry, ({ caller, params, body }, ctx: GatewayContext) =>
    entries.update(caller, params.entryId, body, ctx),
  ),
  handleRoute(deleteLoreEntry, ({ caller, params }, ctx: GatewayContext) =>
    entries.remove(caller, params.entryId, ctx),
  ),
  handleRoute(attachLorebook, async ({ caller, params, body }, ctx: GatewayContext) => ({
    name: await attach(caller, params.bookId, await ownTarget(caller, body, ctx), ctx),
  })),
  handleRoute(detachLorebook, async ({ caller, params, body }, ctx: GatewayContext) => ({
    name: await detach(params.bookId, await ownTarget(caller, body, ctx), ctx),
  })),
  handleRoute(attachLorebookHere, async ({ caller, params, body }, ctx: GatewayContext) => ({
    name: await attach(caller, params.bookId, await staffTarget(caller, body, ctx), ctx),
  })),
  handleRoute(detachLorebookHere, async ({ caller, params, body }, ctx: GatewayContext) => ({
    name: await detach(params.bookId, await staffTarget(caller, body, ctx), ctx),
  })),
  handleRoute(listLorebooksHere, async ({ caller, query }, ctx: GatewayContext) => ({
    items: await listHere(caller, query.channelId, ctx),
  })),
  handleRoute(readLorebook, ({ params }, ctx: GatewayContext) => lorebooks.read(params.bookId, ctx)),
];
