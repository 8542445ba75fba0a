import { z } from 'zod';
import { CharacterCard, DEFAULT_TALKATIVENESS, Talkativeness, WebAddress } from './characters.ts';
import { defineJob } from './define-job.ts';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake, Timestamp } from './ids.ts';
import { LIMITS, PAGE_SIZE } from './limits.ts';
import { LorebookContents } from './lorebooks.ts';
import { AuthorNote } from './notes.ts';
import { PersonaDraft } from './personas.ts';
import { PresetDraft } from './presets.ts';
import { rowsOf } from './rows.ts';
import { Attachment } from './scene.ts';
import { heardName, heardText, Text } from './text.ts';

/** Files that one import may have: the options of the command, and what one message carries. */
export const MAX_IMPORT_FILES = 10;
/** Things that one import may find. */
export const MAX_IMPORT_ITEMS = 10_000;

/** What the gateway can make of a thing that was found; `kept` stays in its file and is made into nothing. */
export const IMPORT_KINDS = ['character', 'persona', 'preset', 'lorebook', 'memory', 'kept'] as const;
export const ImportKind = z.enum(IMPORT_KINDS);
export type ImportKind = z.infer<typeof ImportKind>;

/** Why a value is another one than in the file. Sentence: `import.changed.<reason>`. */
export const CHANGE_REASONS = [
  'too-long',
  'too-many',
  'name-refused',
  'name-missing',
  'to-text',
  'to-list',
  'to-number',
  'out-of-range',
  'bad-characters',
  'macros',
  'joined',
  'picture',
] as const;
/** Why a field is made into nothing. Sentence: `import.ignored.<reason>`. */
export const IGNORE_REASONS = [
  'no-place',
  'unknown',
  'code',
  'address',
  'secret',
  'others',
  'template',
  'deleted',
  'broken',
  'lore',
  'not-here',
  'no-character',
  'picture',
  'no-model',
] as const;
/** What is only used when the person says so. Sentence: `import.consent.<kind>`. */
export const IMPORT_CONSENTS = ['system-prompt', 'remote-picture', 'private', 'share-memories'] as const;
export const ImportConsent = z.enum(IMPORT_CONSENTS);
export type ImportConsent = z.infer<typeof ImportConsent>;
/** What is odd about a file that was read all the same. Sentence: `import.warning.<reason>`. */
export const IMPORT_WARNINGS = [
  'checksum',
  'forbidden-keys',
  'newer-version',
  'entries-refused',
  'byte-order',
] as const;
/** Why a file could not be read. Sentence: `import.problem.<reason>`. */
export const IMPORT_PROBLEMS = [
  'empty',
  'too-large',
  'unreachable',
  'unknown-format',
  'no-card',
  'locked',
  'encrypted',
  'truncated',
  'not-json',
  'too-deep',
  'too-many',
  'unpacked-too-large',
  'too-slow',
  'damaged',
] as const;
export const ImportProblem = z.enum(IMPORT_PROBLEMS);
export type ImportProblem = z.infer<typeof ImportProblem>;

const Field = heardText(120);
const Excerpt = heardText(200);

/** What becomes of the fields of one thing. Fields are named as the format names them. */
export const ImportReport = z.object({
  kept: z
    .array(z.object({ from: Field, to: Field }))
    .max(300)
    .default([]),
  changed: z
    .array(z.object({ field: Field, why: z.enum(CHANGE_REASONS), from: Excerpt.default(''), to: Excerpt.default('') }))
    .max(300)
    .default([]),
  ignored: z
    .array(z.object({ field: Field, why: z.enum(IGNORE_REASONS) }))
    .max(300)
    .default([]),
  consents: z
    .array(z.object({ kind: ImportConsent, field: Field, text: Excerpt }))
    .max(50)
    .default([]),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** What is to be made of one thing. What needs consent stands apart, as the fields that it adds. */
export const ImportDraft = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('character'),
    card: CharacterCard,
    talkativeness: Talkativeness.default(DEFAULT_TALKATIVENESS),
    authorNote: AuthorNote.nullable().default(null),
    /** The kept file that its picture is made of. */
    pictureFileId: Id.nullable().default(null),
    withConsent: z
      .object({
        'system-prompt': CharacterCard.pick({ systemPrompt: true, postHistory: true }).partial().optional(),
        'remote-picture': z.object({ avatarUrl: WebAddress }).optional(),
      })
      .default({}),
  }),
  z.object({
    kind: z.literal('persona'),
    persona: PersonaDraft,
    isDefault: z.boolean().default(false),
    withConsent: z.object({ private: PersonaDraft.partial().optional() }).default({}),
  }),
  z.object({
    kind: z.literal('preset'),
    /** Without a model it gets the one that its owner talks with now. */
    preset: PresetDraft.extend({
      vendor: PresetDraft.shape.vendor.nullable().default(null),
      model: PresetDraft.shape.model.nullable().default(null),
    }),
  }),
  z.object({
    kind: z.literal('lorebook'),
    book: LorebookContents,
    /** The `sourceKey` of the character to whom it belongs; null for a book that stands alone. */
    ofCharacter: Text.max(LIMITS.importKey).nullable().default(null),
  }),
  z.object({
    kind: z.literal('memory'),
    /** The `sourceKey` of the character that remembers it; null for the one that the person named. */
    ofCharacter: Text.max(LIMITS.importKey).nullable(),
    speaker: z.enum(['person', 'character']),
    speakerName: heardName(LIMITS.characterName),
    text: Text.trim().min(1).max(LIMITS.replyText),
    at: Timestamp,
    /** What was said in one exchange has one. */
    exchange: Text.max(LIMITS.importKey),
  }),
  z.object({ kind: z.literal('kept') }),
]);
export type ImportDraft = z.infer<typeof ImportDraft>;
export type ImportDraftInput = z.input<typeof ImportDraft>;

/** One thing that was found in a file. */
export const FoundItem = z.object({
  kind: ImportKind,
  /** The format's own stable id, or a hash of what people see of it. */
  sourceKey: Text.min(1).max(LIMITS.importKey),
  name: heardName(80),
  draft: ImportDraft,
  report: ImportReport.prefault({}),
});
export type FoundItem = z.infer<typeof FoundItem>;

/** One of the files, as it was recognised. `format` is plain text, so that a new importer needs no migration. */
export const ImportedFile = z.object({
  filename: heardText(LIMITS.filename),
  fileId: Id.nullable().default(null),
  format: heardText(60).nullable().default(null),
  version: heardText(40).nullable().default(null),
  problem: ImportProblem.nullable().default(null),
  /** The place or the limit that the problem is about. */
  detail: heardText(100).default(''),
  warnings: z.array(z.enum(IMPORT_WARNINGS)).max(10).default([]),
});
export type ImportedFile = z.infer<typeof ImportedFile>;

/** `make` makes another one where there is one already. */
export const ImportChoice = z.enum(['make', 'replace', 'skip']);
export type ImportChoice = z.infer<typeof ImportChoice>;

/**
 * What is there already: nothing, the very same, the same thing with other contents, something of that name, or nothing
 * any more: its owner deleted it.
 */
export const ImportStanding = z.enum(['new', 'same', 'other-contents', 'same-name', 'deleted', 'no-character', 'kept']);
export type ImportStanding = z.infer<typeof ImportStanding>;

/** One thing of an import as its owner sees it. */
export const ImportItem = z.object({
  number: z.int().min(0),
  fileNumber: z.int().min(0),
  kind: ImportKind,
  name: Text.max(80),
  standing: ImportStanding,
  /** The first is what happens unless they choose. */
  choices: z.array(ImportChoice).min(1),
  choice: ImportChoice,
  report: ImportReport,
  outcome: z.enum(['made', 'replaced', 'skipped', 'gone']).nullable(),
});
export type ImportItem = z.infer<typeof ImportItem>;

/** Of how many things of a kind what is to happen, or happened. */
export const ImportCount = z.object({
  kind: ImportKind,
  fileNumber: z.int(),
  make: z.int(),
  replace: z.int(),
  skip: z.int(),
});
export type ImportCount = z.infer<typeof ImportCount>;

export const Import = z.object({
  id: Id,
  state: z.enum(['reading', 'ready', 'done', 'undone']),
  createdAt: Timestamp,
  finishedAt: Timestamp.nullable(),
  files: z.array(ImportedFile),
  /** How many items there are. */
  items: z.int(),
  /** Those whose number stands in `page`. */
  shown: rowsOf('import item', ImportItem),
  counts: z.array(ImportCount),
  /** What could be allowed, and whether it is. */
  consents: z.array(z.object({ kind: ImportConsent, items: z.int(), isGiven: z.boolean() })),
  /** Things that are there already, one way or another. */
  conflicts: z.int(),
  /** Of an import that is done: the first things that were made, by name. */
  made: z.array(z.object({ kind: ImportKind, name: Text, id: Id })).max(25),
});
export type Import = z.infer<typeof Import>;

const params = z.object({ importId: Id });

/** Begins an import. Nothing but its files and what was found in them is stored until it is committed. */
export const createImport = defineRoute({
  name: 'import.create',
  method: 'POST',
  path: '/user/imports',
  body: z.object({
    filenames: z.array(heardText(LIMITS.filename)).min(1).max(MAX_IMPORT_FILES),
    /** Whose memories those are that name no character of their own. */
    characterId: Id.optional(),
  }),
  output: z.object({ id: Id }),
});

/** The caller's import, with the item whose number is `item`. */
export const getImport = defineRoute({
  name: 'import.get',
  method: 'GET',
  path: '/user/imports/:importId',
  params,
  query: z.object({ item: z.coerce.number().int().min(0).max(MAX_IMPORT_ITEMS).optional() }),
  output: Import,
});

/** The caller's imports, the newest first. */
export const listImports = defineRoute({
  name: 'import.list',
  method: 'GET',
  path: '/user/imports',
  query: z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) }),
  output: z.object({
    items: rowsOf('import', Import.pick({ id: true, state: true, createdAt: true, files: true, items: true })),
    pages: z.int(),
    total: z.int(),
  }),
});

/** What is to happen with one item, or with all that are there already; and what is allowed. */
export const changeImport = defineRoute({
  name: 'import.change',
  method: 'PATCH',
  path: '/user/imports/:importId',
  idempotent: true,
  params,
  body: z.object({
    /** Of one item when `item` is given, else of every one that has this choice and is there already. */
    choice: ImportChoice.optional(),
    item: z.int().min(0).max(MAX_IMPORT_ITEMS).optional(),
    consent: z.object({ kind: ImportConsent, isGiven: z.boolean() }).optional(),
  }),
  output: z.object({}),
});

/** Makes what was found, all of it or nothing. Once it is done, again changes nothing. @throws `limit-reached`, `gone` */
export const commitImport = defineRoute({
  name: 'import.commit',
  method: 'POST',
  path: '/user/imports/:importId/commit',
  idempotent: true,
  params,
  output: z.object({}),
});

/** Deletes what an import made, and puts back what it replaced. */
export const undoImport = defineRoute({
  name: 'import.undo',
  method: 'POST',
  path: '/user/imports/:importId/undo',
  idempotent: true,
  params,
  output: z.object({ deleted: z.int(), restored: z.int(), gone: z.int() }),
});

/** Forgets an import that was not committed, with its files. */
export const deleteImport = defineRoute({
  name: 'import.delete',
  method: 'DELETE',
  path: '/user/imports/:importId',
  params,
  output: z.object({}),
});

/** What the worker found in one file, in steps; the same step again changes nothing. */
export const putImportItems = defineRoute({
  name: 'import.put-items',
  method: 'PUT',
  path: '/internal/imports/:importId/items',
  services: ['ai-worker'],
  params,
  body: z.object({
    fileNumber: z
      .int()
      .min(0)
      .max(MAX_IMPORT_FILES - 1),
    /** The number of the first. */
    from: z.int().min(0).max(MAX_IMPORT_ITEMS),
    items: z.array(FoundItem).max(1_000),
  }),
  output: z.object({}),
});

/** What the files are; with `isRead` the import is ready for its owner. */
export const putImportFiles = defineRoute({
  name: 'import.put-files',
  method: 'PUT',
  path: '/internal/imports/:importId/files',
  services: ['ai-worker'],
  params,
  body: z.object({ files: z.array(ImportedFile).max(MAX_IMPORT_FILES), isRead: z.boolean() }),
  output: z.object({}),
});

/** Fetches files that somebody gave to Discord, recognises them and says what is in them. */
export const readImport = defineJob({
  name: 'import.read',
  queue: 'chores',
  input: z.object({
    importId: Id,
    ownerId: Snowflake,
    files: z.array(Attachment).min(1).max(MAX_IMPORT_FILES),
  }),
  output: z.object({ items: z.int() }),
  timeoutMs: 240_000,
});

/** How many imports a page of the history shows. */
export const IMPORTS_PER_PAGE = PAGE_SIZE;
