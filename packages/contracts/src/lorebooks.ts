import { z } from 'zod';
import { defineJob } from './define-job.ts';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake } from './ids.ts';
import { LIMITS, PAGE_SIZE } from './limits.ts';
import { PromptRole } from './notes.ts';
import { Count, Ordinal } from './numbers.ts';
import { patchOf } from './patch-of.ts';
import { rowsOf } from './rows.ts';
import { heardText, nameOf, Text } from './text.ts';

/** Entries of one book. */
export const MAX_ENTRIES_PER_BOOK = 2_000;
/** Of all the entries of one book, as JSON: a worker reads it whole. */
export const MAX_BOOK_CHARACTERS = 4_000_000;
/** What is written down of one reply. */
const MAX_TOLD = 500;
const MAX_TIMERS = 2_000;
/** What one entry may ask for in messages, turns or levels. */
const MAX_STEPS = 1_000;

/** What other keys must be found besides the first ones: any of them, all, none, or not all. */
export const LoreLogic = z.enum(['any', 'all', 'not-any', 'not-all']);
export type LoreLogic = z.infer<typeof LoreLogic>;

/**
 * Where an entry's text goes: around the character's text, around the examples, above or below the author's note, at its depth
 * in the chat, or only where the macro `{{outlet::name}}` asks for it.
 */
export const LorePosition = z.enum([
  'before-character',
  'after-character',
  'before-examples',
  'after-examples',
  'note-top',
  'note-bottom',
  'at-depth',
  'outlet',
]);
export type LorePosition = z.infer<typeof LorePosition>;

/** What may be scanned besides what was said. */
export const LoreSource = z.enum([
  'persona',
  'description',
  'personality',
  'character-note',
  'scenario',
  'creator-notes',
]);
export type LoreSource = z.infer<typeof LoreSource>;

const Keys = z.array(Text.trim().max(LIMITS.loreKey)).max(200).default([]);
const Steps = z.int().min(0).max(MAX_STEPS);
const Order = z.int().min(-1_000_000).max(1_000_000);
const Switch = z.boolean().nullable().default(null);
/** What a format says and we do not use, kept for its export. @see LIMITS.loreRest */
const Rest = z
  .record(z.string().max(200), z.json())
  .refine((rest) => JSON.stringify(rest).length <= LIMITS.loreRest, 'too much besides the known fields')
  .default({});

/**
 * A piece of lore, and when it is told. Meanings are those of SillyTavern's world info; null takes what the book says.
 * A key of the form `/pattern/flags` is a pattern, whatever else holds.
 */
export const LoreEntryDraft = z.object({
  title: Text.trim().max(LIMITS.loreTitle).default(''),
  keys: Keys,
  secondaryKeys: Keys,
  /** Asked only where there are secondary keys. */
  logic: LoreLogic.default('any'),
  /** Leading lines such as `@@depth 2` are decorators. */
  content: Text.max(LIMITS.loreContent).default(''),
  isEnabled: z.boolean().default(true),
  /** Told in every turn. */
  isConstant: z.boolean().default(false),
  /** Higher stands nearer to the reply, and has its tokens first. */
  order: Order.default(100),
  /** What has its tokens first, where that is not what `order` says. */
  priority: Order.nullable().default(null),
  position: LorePosition.default('before-character'),
  /** Of `at-depth`: so many messages stand below it. */
  depth: Steps.default(4),
  role: PromptRole.default('system'),
  /** Of `outlet`: its name. */
  outlet: Text.trim().max(LIMITS.loreTitle).default(''),
  /** In per cent. */
  probability: z.number().min(0).max(100).default(100),
  /** Of several that are found of one group, only one is told. */
  groups: z.array(Text.trim().min(1).max(LIMITS.loreTitle)).max(20).default([]),
  /** Wins its groups, by `order`, instead of taking part in the draw. */
  isGroupWinner: z.boolean().default(false),
  groupWeight: z.int().min(0).max(1_000_000).default(100),
  /** Only those of a group of which most keys are found are left for the draw. */
  hasGroupScoring: Switch,
  scanDepth: Steps.nullable().default(null),
  isCaseSensitive: Switch,
  matchesWholeWords: Switch,
  /** Once told, told for so many messages. What is counted is the book's to say. */
  sticky: Steps.default(0),
  /** Afterwards not told for so many messages. */
  cooldown: Steps.default(0),
  /** Not told before there are so many messages. */
  delay: Steps.default(0),
  /** Other entries do not wake it. */
  isExcludedFromRecursion: z.boolean().default(false),
  /** It does not wake others. */
  preventsRecursion: z.boolean().default(false),
  /** Woken only by other entries, at this level; 0 does not wait. */
  recursionLevel: Steps.default(0),
  /** Told however little room is left for lore. */
  ignoresBudget: z.boolean().default(false),
  /** For which characters it is, or is not. Without names and tags it is for all. */
  characters: z
    .object({
      isExcluding: z.boolean().default(false),
      names: z.array(Text.trim().max(LIMITS.characterName)).max(100).default([]),
      tags: z.array(Text.trim().max(LIMITS.loreTitle)).max(100).default([]),
    })
    .prefault({}),
  alsoScans: z.array(LoreSource).max(LoreSource.options.length).default([]),
  /** For which kinds of turns it is, in SillyTavern's words, such as `normal` or `regenerate`; none means all. */
  triggers: z.array(Text.trim().max(40)).max(20).default([]),
  rest: Rest,
});
export type LoreEntryDraft = z.infer<typeof LoreEntryDraft>;

/** What is counted when an entry is sticky, cools down or is delayed: messages of the conversation, or turns of the character. */
export const LoreCount = z.enum(['messages', 'turns']);
export type LoreCount = z.infer<typeof LoreCount>;

/** How a book's entries are found. */
export const LorebookSettings = z.object({
  /** So many of the newest messages are searched for keys. */
  scanDepth: Steps.default(2),
  /** Tokens that its entries may take in a prompt; null leaves them the share that all lore has. */
  tokenBudget: z.int().min(0).max(1_000_000).nullable().default(null),
  /** What an entry says may wake others. */
  isRecursive: z.boolean().default(false),
  /** 0 for as often as something new is found. */
  maxRecursionSteps: Steps.default(0),
  /** Searches further back until so many are found; 0 does not. */
  minActivations: Steps.default(0),
  /** How far back it searches for them; 0 for as far as there is something. */
  maxScanDepth: Steps.default(0),
  /** Keys are found in the names of those who speak. */
  includesNames: z.boolean().default(true),
  isCaseSensitive: z.boolean().default(false),
  matchesWholeWords: z.boolean().default(true),
  hasGroupScoring: z.boolean().default(false),
  counts: LoreCount.default('messages'),
  /** A sticky entry stays in the chat where it was first told, so that the prompt's beginning stays the same. */
  keepsPlace: z.boolean().default(false),
});
export type LorebookSettings = z.infer<typeof LorebookSettings>;

export const LorebookDraft = z.object({
  name: nameOf(LIMITS.lorebookName),
  description: Text.max(LIMITS.lorebookDescription).default(''),
  settings: LorebookSettings.prefault({}),
  rest: Rest,
});
export type LorebookDraft = z.infer<typeof LorebookDraft>;

/** A whole book, as importers read it and exports write it. Entries are in the order in which their editor showed them. */
export const LorebookContents = LorebookDraft.extend({
  entries: z
    .array(
      LoreEntryDraft.extend({
        /** Its id in the book it comes from, unique there: the same entry again is changed, not added. */
        sourceId: Text.max(LIMITS.loreTitle).nullable().default(null),
      }),
    )
    .max(MAX_ENTRIES_PER_BOOK),
});
export type LorebookContents = z.infer<typeof LorebookContents>;

export const LoreEntry = LoreEntryDraft.extend({ id: Id });
export type LoreEntry = z.infer<typeof LoreEntry>;

/** To whom a book is told: in turns that a person asks for, that a character speaks, or that happen in a channel or server. */
export const LoreTarget = z.enum(['channel', 'person', 'character', 'server']);
export type LoreTarget = z.infer<typeof LoreTarget>;

/** An entry that is told for a while, or not told for a while. It stands with the reply in which that began or went on. */
export const LoreTimer = z.object({
  entryId: Id,
  kind: z.enum(['sticky', 'cooldown']),
  /** Of the entry as it was: an edit ends what it began. */
  mark: z.string().max(64),
  counts: LoreCount,
  startsAt: Count,
  /** Null for the rest of the conversation. */
  endsAt: Count.nullable(),
  /** It began when something else ended, so it holds even where nothing was said since. */
  isProtected: z.boolean(),
  /** The message above which the entry was first told, where it keeps that place. */
  above: Snowflake.nullable(),
});
export type LoreTimer = z.infer<typeof LoreTimer>;

/** What a reply was told, and how the timers stand with it. */
export const LoreRecord = z.object({
  told: z
    .array(
      z.object({
        entryId: Id,
        bookId: Id,
        title: heardText(LIMITS.loreTitle),
        reason: z.string().max(40),
        key: heardText(LIMITS.loreKey).nullable(),
      }),
    )
    .max(MAX_TOLD),
  timers: z.array(LoreTimer).max(MAX_TIMERS),
});
export type LoreRecord = z.infer<typeof LoreRecord>;

/** Which books are told in a turn; what is in them is read once for every version. */
export const LoreInForce = z.object({
  books: z.array(z.object({ id: Id, version: Ordinal, target: LoreTarget })),
  timers: rowsOf('lore timer', LoreTimer),
  /** Messages of the conversation, with the one that is answered. */
  messages: Count,
  /** Replies of the character before this one. */
  turns: Count,
});
export type LoreInForce = z.infer<typeof LoreInForce>;

const LoreAttachment = z.object({
  target: LoreTarget,
  /** A character's id, or Discord's id of the person, channel or server. */
  targetId: z.string().max(36),
  /** Of a character; Discord knows the others. */
  name: Text.nullable(),
});

/** The version rises with every change of the book or of an entry. */
export const Lorebook = LorebookDraft.extend({
  id: Id,
  version: Ordinal,
  entryCount: Count,
  attachments: z.array(LoreAttachment),
});
export type Lorebook = z.infer<typeof Lorebook>;

/** A book as the engine reads it. */
export const WholeLorebook = LorebookDraft.pick({ name: true, settings: true }).extend({
  id: Id,
  version: Ordinal,
  entries: rowsOf('lore entry', LoreEntry),
});
export type WholeLorebook = z.infer<typeof WholeLorebook>;

const ofBook = z.object({ bookId: Id });
const ofEntry = z.object({ entryId: Id });

/** With entries it is a whole book at once. @throws `limit-reached` when the caller has too many, or it is too large */
export const createLorebook = defineRoute({
  name: 'lorebook.create',
  method: 'POST',
  path: '/user/lorebooks',
  body: LorebookContents.partial({ entries: true }),
  output: Lorebook,
});

/** The caller's books, by name. */
export const listLorebooks = defineRoute({
  name: 'lorebook.list',
  method: 'GET',
  path: '/user/lorebooks',
  output: z.object({ items: rowsOf('lorebook', Lorebook) }),
});

export const getLorebook = defineRoute({
  name: 'lorebook.get',
  method: 'GET',
  path: '/user/lorebooks/:bookId',
  params: ofBook,
  output: Lorebook,
});

export const LorebookPatch = patchOf({
  ...LorebookDraft.pick({ name: true, description: true }).shape,
  settings: patchOf(LorebookSettings.shape),
});
export type LorebookPatch = z.infer<typeof LorebookPatch>;

export const updateLorebook = defineRoute({
  name: 'lorebook.update',
  method: 'PATCH',
  path: '/user/lorebooks/:bookId',
  params: ofBook,
  body: LorebookPatch,
  output: Lorebook,
});

export const deleteLorebook = defineRoute({
  name: 'lorebook.delete',
  method: 'DELETE',
  path: '/user/lorebooks/:bookId',
  params: ofBook,
  output: z.object({ name: z.string(), deletedEntries: Count }),
});

/** The whole book, to be written down in some format. */
export const readLorebookContents = defineRoute({
  name: 'lorebook.read-contents',
  method: 'GET',
  path: '/user/lorebooks/:bookId/contents',
  params: ofBook,
  output: LorebookContents,
});

/** An entry in a list. */
export const LoreEntrySummary = LoreEntry.pick({
  id: true,
  title: true,
  keys: true,
  isEnabled: true,
  isConstant: true,
}).extend({
  excerpt: heardText(200),
});
export type LoreEntrySummary = z.infer<typeof LoreEntrySummary>;

/** Entries whose title has the text in it, in the book's order. */
export const listLoreEntries = defineRoute({
  name: 'lore-entry.list',
  method: 'GET',
  path: '/user/lorebooks/:bookId/entries',
  params: ofBook,
  query: z.object({
    query: Text.trim().max(LIMITS.searchQuery).default(''),
    page: z.coerce.number().int().min(1).max(10_000).default(1),
    pageSize: z.coerce.number().int().min(1).max(25).default(PAGE_SIZE),
  }),
  output: z.object({
    bookName: Text,
    items: rowsOf('lore entry', LoreEntrySummary),
    page: z.number(),
    pages: z.number(),
    total: z.number(),
  }),
});

/** Entries of any of the caller's books whose title has the text in it; a few of them, for a suggestion. */
export const searchLoreEntries = defineRoute({
  name: 'lore-entry.search',
  method: 'GET',
  path: '/user/lore-entries',
  query: z.object({ query: Text.trim().max(LIMITS.searchQuery).default('') }),
  output: z.object({
    items: rowsOf('lore entry', z.object({ id: Id, name: Text, bookName: Text })),
  }),
});

const EntryOfBook = LoreEntry.extend({ bookId: Id, bookName: Text });

export const createLoreEntry = defineRoute({
  name: 'lore-entry.create',
  method: 'POST',
  path: '/user/lorebooks/:bookId/entries',
  params: ofBook,
  body: LoreEntryDraft,
  output: EntryOfBook,
});

export const getLoreEntry = defineRoute({
  name: 'lore-entry.get',
  method: 'GET',
  path: '/user/lore-entries/:entryId',
  params: ofEntry,
  output: EntryOfBook,
});

export const LoreEntryPatch = patchOf(LoreEntryDraft.shape);
export type LoreEntryPatch = z.infer<typeof LoreEntryPatch>;

export const updateLoreEntry = defineRoute({
  name: 'lore-entry.update',
  method: 'PATCH',
  path: '/user/lore-entries/:entryId',
  params: ofEntry,
  body: LoreEntryPatch,
  output: EntryOfBook,
});

export const deleteLoreEntry = defineRoute({
  name: 'lore-entry.delete',
  method: 'DELETE',
  path: '/user/lore-entries/:entryId',
  params: ofEntry,
  output: z.object({ title: z.string(), bookName: Text }),
});

const ownTarget = z.discriminatedUnion('target', [
  z.object({ target: z.literal('person') }),
  z.object({ target: z.literal('character'), characterId: Id }),
]);
const staffTarget = z.discriminatedUnion('target', [
  z.object({ target: z.literal('channel'), channelId: Snowflake }),
  z.object({ target: z.literal('server') }),
]);
const attachment = {
  params: ofBook,
  output: z.object({ name: Text }),
};

/** A book of the caller's is told to them wherever they talk, or to a character of theirs. */
export const attachLorebook = defineRoute({
  name: 'lorebook.attach',
  method: 'POST',
  path: '/user/lorebooks/:bookId/attach',
  idempotent: true,
  body: ownTarget,
  ...attachment,
});

export const detachLorebook = defineRoute({
  name: 'lorebook.detach',
  method: 'POST',
  path: '/user/lorebooks/:bookId/detach',
  idempotent: true,
  body: ownTarget,
  ...attachment,
});

/** A book of the caller's is told in a channel or in the whole server whose staff they are. */
export const attachLorebookHere = defineRoute({
  name: 'lorebook.attach-here',
  method: 'POST',
  path: '/staff/lorebooks/:bookId/attach',
  idempotent: true,
  body: staffTarget,
  ...attachment,
});

/** Whoever's book it is. */
export const detachLorebookHere = defineRoute({
  name: 'lorebook.detach-here',
  method: 'POST',
  path: '/staff/lorebooks/:bookId/detach',
  idempotent: true,
  body: staffTarget,
  ...attachment,
});

/** Books that staff attached to a channel of their server, or to the server. */
export const listLorebooksHere = defineRoute({
  name: 'lorebook.list-here',
  method: 'GET',
  path: '/staff/lorebooks',
  query: z.object({ channelId: Snowflake }),
  output: z.object({ items: z.array(z.object({ id: Id, name: Text, target: LoreTarget, isMine: z.boolean() })) }),
});

/** What a turn needs of a book; the version is of what was in force, and a newer one is given too. */
export const readLorebook = defineRoute({
  name: 'lorebook.read',
  method: 'GET',
  path: '/internal/lorebooks/:bookId',
  services: ['ai-worker'],
  params: ofBook,
  output: WholeLorebook,
});

/** Why an entry is told, or is not. */
export const LoreReason = z.enum([
  'decorator',
  'constant',
  'sticky',
  'key',
  'disabled',
  'other-character',
  'other-turns',
  'delayed',
  'cooling-down',
  'waits-for-entries',
  'no-key-found',
  'secondary-keys',
  'group',
  'probability',
  'budget',
  'out-of-time',
]);
export type LoreReason = z.infer<typeof LoreReason>;

/** What was found out about one entry. */
export const LoreVerdict = z.object({
  title: Text,
  bookName: Text,
  isTold: z.boolean(),
  reason: LoreReason,
  /** The key that was found first. */
  key: Text.nullable(),
  /** 0 for what was said, more for what other entries say. */
  pass: Count,
});
export type LoreVerdict = z.infer<typeof LoreVerdict>;

/** What books would tell of some lines, with a verdict on every entry. Nothing is remembered of it. */
export const testLore = defineJob({
  name: 'lore.test',
  queue: 'chores',
  input: z.object({
    books: z.array(z.object({ id: Id, version: Ordinal })).max(60),
    /** The newest first. */
    lines: z.array(z.object({ name: heardText(LIMITS.personName), text: heardText(LIMITS.messageContent) })).max(50),
    characterName: heardText(LIMITS.characterName),
    userName: heardText(LIMITS.personName),
  }),
  output: z.object({ verdicts: z.array(LoreVerdict), tokens: Count, tookMs: z.number() }),
  timeoutMs: 10_000,
});
