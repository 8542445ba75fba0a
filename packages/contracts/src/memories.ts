import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake, Timestamp } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Count } from './numbers.ts';
import { rowsOf } from './rows.ts';
import { Reach } from './scene.ts';
import { Text } from './text.ts';

/** The longest text that a person may give a memory; what was said may be longer. */
export const MAX_MEMORY_CHARACTERS = 4_000;

/** Something kept, as its owner sees it. */
export const Memory = z.object({
  id: Id,
  text: Text,
  speaker: z.enum(['person', 'character']),
  /** As whom it was said. */
  speakerName: Text,
  characterId: Id,
  characterName: Text,
  saidAt: Timestamp,
  /** Who could read it where it was said. */
  reach: Reach,
  guildId: Snowflake.nullable(),
  channelId: Snowflake,
  messageIds: z.array(Snowflake),
  /** In every prompt where it may be seen. */
  isPinned: z.boolean(),
  /** Survives a purge. */
  isLocked: z.boolean(),
  /** Servers whose members may hear of it, wherever it was said. */
  sharedGuildIds: z.array(Snowflake),
});
export type Memory = z.infer<typeof Memory>;

const ofMemory = z.object({ memoryId: Id });

/** What the caller and characters said to one another that is kept, the latest first. */
export const listMemories = defineRoute({
  name: 'memory.list',
  method: 'GET',
  path: '/user/memories',
  query: z.object({
    /** Words of it, in any form; none for everything. */
    query: Text.trim().max(LIMITS.searchQuery).default(''),
    characterId: Id.optional(),
    /** Only what was kept from this message on Discord. */
    messageId: Snowflake.optional(),
    page: z.coerce.number().int().min(1).max(10_000).default(1),
    pageSize: z.coerce.number().int().min(1).max(100).default(10),
  }),
  output: z.object({ items: rowsOf('memory', Memory), page: z.number(), pages: z.number(), total: z.number() }),
});

/** Somebody else's is answered like one that does not exist. */
export const getMemory = defineRoute({
  name: 'memory.get',
  method: 'GET',
  path: '/user/memories/:memoryId',
  params: ofMemory,
  output: Memory,
});

export const updateMemory = defineRoute({
  name: 'memory.update',
  method: 'PATCH',
  path: '/user/memories/:memoryId',
  params: ofMemory,
  body: z.object({
    text: Text.trim().min(1).max(MAX_MEMORY_CHARACTERS).optional(),
    isPinned: z.boolean().optional(),
    isLocked: z.boolean().optional(),
    sharedGuildIds: z.array(Snowflake).max(20).optional(),
  }),
  output: Memory,
});

/** Forgets it and whatever of the caller's says the same; said again in other words, it is not kept. */
export const forgetMemory = defineRoute({
  name: 'memory.forget',
  method: 'DELETE',
  path: '/user/memories/:memoryId',
  params: ofMemory,
  output: z.object({ forgotten: Count }),
});

/** Which of the caller's memories: all that fit every part that is given. */
export const MemoryFilter = z.object({
  characterId: Id.optional(),
  guildId: Snowflake.optional(),
  channelId: Snowflake.optional(),
  /** Said before this moment. */
  before: Timestamp.optional(),
});
export type MemoryFilter = z.infer<typeof MemoryFilter>;

export const countMemories = defineRoute({
  name: 'memory.count',
  method: 'GET',
  path: '/user/memory-counts',
  query: MemoryFilter,
  output: z.object({ count: Count, locked: Count }),
});

/** Deletes what fits and is not locked. @throws `conflict` when it is not as many as the caller was told */
export const purgeMemories = defineRoute({
  name: 'memory.purge',
  method: 'POST',
  path: '/user/memory-purges',
  body: z.object({ filter: MemoryFilter, expected: Count }),
  output: z.object({ purged: Count }),
});

/** Until when nothing is kept, and nothing is recalled; null for as usual. */
export const MemoryModes = z.object({ incognitoUntil: Timestamp.nullable(), freshUntil: Timestamp.nullable() });
export type MemoryModes = z.infer<typeof MemoryModes>;

export const getMemoryModes = defineRoute({
  name: 'memory.get-modes',
  method: 'GET',
  path: '/user/memory-modes',
  output: MemoryModes,
});

export const setMemoryModes = defineRoute({
  name: 'memory.set-modes',
  method: 'PATCH',
  path: '/user/memory-modes',
  body: MemoryModes.partial(),
  output: MemoryModes,
});
