import {
  countMemories,
  forgetMemory,
  getMemory,
  getMemoryModes,
  listMemories,
  purgeMemories,
  setMemoryModes,
  updateMemory,
} from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { count, forget, purge } from './forget.ts';
import { get, list, update } from './memories.ts';
import { changeModes, readModes } from './modes.ts';

/** What people do with what is kept of them; nobody reaches anybody else's. */
export const memoriesRoutes = [
  handleRoute(listMemories, async ({ caller, query }, ctx: GatewayContext) => list(caller, query, ctx)),
  handleRoute(getMemory, async ({ caller, params }, ctx: GatewayContext) => get(caller, params.memoryId, ctx)),
  handleRoute(updateMemory, async ({ caller, params, body }, ctx: GatewayContext) =>
    update(caller, params.memoryId, body, ctx),
  ),
  handleRoute(forgetMemory, async ({ caller, params }, ctx: GatewayContext) => ({
    forgotten: await forget(caller, params.memoryId, ctx),
  })),
  handleRoute(countMemories, async ({ caller, query }, ctx: GatewayContext) => count(caller, query, ctx)),
  handleRoute(purgeMemories, async ({ caller, body }, ctx: GatewayContext) => ({
    purged: await purge(caller, body.filter, body.expected, ctx),
  })),
  handleRoute(getMemoryModes, async ({ caller }, ctx: GatewayContext) => readModes(caller, ctx)),
  handleRoute(setMemoryModes, async ({ caller, body }, ctx: GatewayContext) => changeModes(caller, body, ctx)),
];
