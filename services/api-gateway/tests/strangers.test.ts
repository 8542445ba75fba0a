import { randomUUID } from 'node:crypto';
import {
  type CallerInput,
  clearHistory,
  createFile,
  createImport,
  createLorebook,
  createLoreEntry,
  createPersona,
  createPreset,
  createRule,
  createVendorCatalogue,
  getMemoryModes,
  listCharacters,
  listImports,
  listLorebooks,
  listMemories,
  listPersonas,
  listPresets,
  listRules,
  listWalletKeys,
  putFilePart,
  ROUTES,
  type Route,
  SceneFacts,
} from '@tzurot/contracts';
import { type AppError, createRouteClient, type RouteClient } from '@tzurot/platform';
import { sampleVendors } from '@tzurot/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeholderPreset } from '../src/turns/choose-preset.ts';
import {
  acceptOne,
  callerOf,
  exchange,
  giveKey,
  newChannel,
  newCharacter,
  newPerson,
  newSnowflake,
  newTrigger,
  openForSure,
  replyBody,
  type TestPerson,
  usageOf,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

interface Input {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** What of Ada's a stranger tries to reach. */
interface Hers {
  privateCharacterId: string;
  personaId: string;
  presetId: string;
  keyId: string;
  memoryId: string;
  turnId: string;
  fence: number;
  triggerId: string;
  channelId: string;
  bookId: string;
  entryId: string;
  ruleId: string;
  importId: string;
  fileId: string;
  /** A message in which her private character speaks, in a server that the stranger is not in. */
  postId: string;
}

/** How a route must answer when a stranger names what is Ada's. */
interface StrangerCase {
  input: (hers: Hers) => Input;
  /** The error; `own` when the route knows nothing but the caller's own, which is then looked at after the call. */
  answer: 'not-found' | 'forbidden' | 'own';
}

const character = ({ privateCharacterId: characterId }: Hers) => ({ params: { characterId } });
const characterQuery = ({ privateCharacterId: characterId }: Hers) => ({ characterId });
const channelQuery = ({ channelId }: Hers) => ({ channelId });
const persona = ({ personaId }: Hers) => ({ params: { personaId } });
const preset = ({ presetId }: Hers) => ({ params: { presetId } });
const theImport = ({ importId }: Hers) => ({ params: { importId } });
const channel = ({ channelId }: Hers) => ({ params: { channelId } });
const turn = ({ turnId }: Hers) => ({ params: { turnId } });
const book = ({ bookId }: Hers) => ({ params: { bookId } });
const rule = ({ ruleId }: Hers) => ({ params: { ruleId } });
const entry = ({ entryId }: Hers) => ({ params: { entryId } });
const memory = ({ memoryId }: Hers) => ({ params: { memoryId } });
const key = ({ keyId }: Hers) => ({ params: { keyId } });

/** A case for every route that acts for a person. */
const people: Record<string, StrangerCase> = {
  'character.create': { input: () => ({ body: { name: 'Mine' } }), answer: 'own' },
  'character.list': { input: () => ({}), answer: 'own' },
  'character.get': { input: character, answer: 'not-found' },
  'character.get-picture': { input: character, answer: 'not-found' },
  'character.update': { input: (hers) => ({ ...character(hers), body: { name: 'Stolen' } }), answer: 'not-found' },
  'character.delete': { input: character, answer: 'not-found' },
  'character.clone': { input: (hers) => ({ ...character(hers), body: {} }), answer: 'not-found' },
  'character.set-picture': {
    input: (hers) => ({ ...character(hers), body: { base64: 'aGVsbG8=' } }),
    answer: 'not-found',
  },
  'character.clear-picture': { input: character, answer: 'not-found' },
  'character.count-belongings': { input: character, answer: 'not-found' },
  'character.list-deleted': { input: () => ({}), answer: 'own' },
  'character.restore': { input: character, answer: 'not-found' },
  'character-person.list': { input: character, answer: 'not-found' },
  'character-person.put': {
    input: (hers) => ({ ...character(hers), body: { personId: stranger.id, name: 'Ben', role: 'friend' } }),
    answer: 'not-found',
  },
  'character-person.remove': {
    input: (hers) => ({ ...character(hers), body: { personId: stranger.id } }),
    answer: 'not-found',
  },
  'alias.list': { input: character, answer: 'not-found' },
  'alias.add': { input: (hers) => ({ ...character(hers), body: { name: 'Lil', scope: 'me' } }), answer: 'not-found' },
  'alias.remove': {
    input: (hers) => ({ ...character(hers), body: { name: 'Lil', scope: 'me' } }),
    answer: 'not-found',
  },
  'persona.create': { input: () => ({ body: { name: 'Mine' } }), answer: 'own' },
  'persona.list': { input: () => ({}), answer: 'own' },
  'persona.update': { input: (hers) => ({ ...persona(hers), body: { name: 'Stolen' } }), answer: 'not-found' },
  'persona.delete': { input: persona, answer: 'not-found' },
  'persona.choose': { input: (hers) => ({ ...character(hers), body: { personaId: null } }), answer: 'not-found' },
  'user.read-own': { input: () => ({}), answer: 'own' },
  'user.change-own': { input: () => ({ body: { timezone: 'Europe/Berlin' } }), answer: 'own' },
  'persona.make-default': { input: persona, answer: 'not-found' },
  'preset.create': { input: () => ({ body: { name: 'Mine', vendor: 'local', model: 'local/echo' } }), answer: 'own' },
  'preset.list': { input: () => ({}), answer: 'own' },
  'preset.get': { input: preset, answer: 'not-found' },
  'preset.update': { input: (hers) => ({ ...preset(hers), body: { name: 'Stolen' } }), answer: 'not-found' },
  'preset.delete': { input: preset, answer: 'not-found' },
  'preset.list-uses': { input: preset, answer: 'not-found' },
  'preset.create-global': {
    input: () => ({ body: { name: 'Mine', vendor: 'local', model: 'local/echo' } }),
    answer: 'own',
  },
  'preset-choice.list': { input: (hers) => ({ query: characterQuery(hers) }), answer: 'not-found' },
  'preset-choice.list-by-character': { input: () => ({}), answer: 'own' },
  'preset-choice.set': {
    input: ({ presetId }) => ({ params: { tier: 'user' }, body: { presetId } }),
    answer: 'not-found',
  },
  'preset-choice.set-staff': {
    input: (hers) => ({ params: { tier: 'channel' }, body: { presetId: null, ...channelQuery(hers) } }),
    answer: 'forbidden',
  },
  'preset-choice.set-operator': {
    input: ({ presetId }) => ({ params: { tier: 'global' }, body: { presetId } }),
    answer: 'not-found',
  },
  'wallet-key.set': { input: () => ({ body: { vendor: 'local', key: 'local-mine' } }), answer: 'own' },
  'wallet-key.list': { input: () => ({}), answer: 'own' },
  'usage.read-own': { input: () => ({}), answer: 'own' },
  'usage.read-all': { input: () => ({}), answer: 'own' },
  'wallet-key.set-cap': {
    input: () => ({
      params: { vendor: 'local' },
      body: { dayUsd: 1, monthUsd: null, dayTokens: null, monthTokens: null },
    }),
    answer: 'own',
  },
  'wallet-key.remove': { input: () => ({ params: { vendor: 'local' } }), answer: 'own' },
  'file.get-part': { input: ({ fileId }) => ({ params: { fileId }, query: { number: 0 } }), answer: 'not-found' },
  'import.create': { input: () => ({ body: { filenames: ['mine.json'] } }), answer: 'own' },
  'import.get': { input: theImport, answer: 'not-found' },
  'import.list': { input: () => ({}), answer: 'own' },
  'import.change': { input: (hers) => ({ ...theImport(hers), body: { choice: 'skip' } }), answer: 'not-found' },
  'import.commit': { input: theImport, answer: 'not-found' },
  'import.undo': { input: theImport, answer: 'not-found' },
  'import.delete': { input: theImport, answer: 'not-found' },
  'memory.list': { input: (hers) => ({ query: characterQuery(hers) }), answer: 'own' },
  'memory.get': { input: memory, answer: 'not-found' },
  'memory.update': { input: (hers) => ({ ...memory(hers), body: { text: 'Stolen' } }), answer: 'not-found' },
  'memory.forget': { input: memory, answer: 'not-found' },
  'memory.count': { input: (hers) => ({ query: characterQuery(hers) }), answer: 'own' },
  'memory.purge': { input: () => ({ body: { filter: {}, expected: 0 } }), answer: 'own' },
  'memory.get-modes': { input: () => ({}), answer: 'own' },
  'memory.set-modes': { input: () => ({ body: { freshUntil: null } }), answer: 'own' },
  'history.clear': { input: character, answer: 'not-found' },
  'history.read-stats': { input: character, answer: 'not-found' },
  'history.reset-channel': { input: (hers) => ({ ...channel(hers), body: {} }), answer: 'forbidden' },
  'history.undo': { input: character, answer: 'not-found' },
  'channel.activate': {
    input: (hers) => ({ ...channel(hers), body: { characterId: hers.privateCharacterId } }),
    answer: 'not-found',
  },
  'channel.deactivate': { input: channel, answer: 'forbidden' },
  'post.get': {
    input: ({ postId, channelId }) => ({ params: { messageId: postId }, query: { channelId } }),
    answer: 'not-found',
  },
  'reply.list': {
    input: ({ postId, channelId }) => ({ params: { messageId: postId }, query: { channelId } }),
    answer: 'not-found',
  },
  'reply.revise': {
    input: ({ postId, channelId }) => ({
      params: { messageId: postId },
      body: { channelId, last: 0, select: null, trigger: newTrigger(newPerson(), newChannel()), scene: null },
    }),
    answer: 'not-found',
  },
  'reply.stop': {
    input: ({ postId, channelId }) => ({ params: { messageId: postId }, body: { channelId } }),
    answer: 'not-found',
  },
  'reply.read': {
    input: ({ postId, channelId }) => ({ params: { messageId: postId }, query: { channelId } }),
    answer: 'not-found',
  },
  'reply.remove': {
    input: ({ postId, channelId }) => ({ params: { messageId: postId }, body: { channelId } }),
    answer: 'not-found',
  },
  'turn.read-undelivered': { input: turn, answer: 'not-found' },
  'note.get-of-character': { input: character, answer: 'not-found' },
  'note.put-of-character': { input: (hers) => ({ ...character(hers), body: { note: null } }), answer: 'not-found' },
  'note.get-of-channel': { input: channel, answer: 'forbidden' },
  'note.put-of-channel': { input: (hers) => ({ ...channel(hers), body: { note: null } }), answer: 'forbidden' },
  'lorebook.create': { input: () => ({ body: { name: 'Mine' } }), answer: 'own' },
  'lorebook.list': { input: () => ({}), answer: 'own' },
  'lorebook.get': { input: book, answer: 'not-found' },
  'lorebook.update': { input: (hers) => ({ ...book(hers), body: { name: 'Stolen' } }), answer: 'not-found' },
  'lorebook.delete': { input: book, answer: 'not-found' },
  'lorebook.read-contents': { input: book, answer: 'not-found' },
  'lorebook.attach': { input: (hers) => ({ ...book(hers), body: { target: 'person' } }), answer: 'not-found' },
  'lorebook.detach': { input: (hers) => ({ ...book(hers), body: { target: 'person' } }), answer: 'not-found' },
  'lorebook.attach-here': { input: (hers) => ({ ...book(hers), body: { target: 'server' } }), answer: 'not-found' },
  'lorebook.detach-here': {
    input: (hers) => ({ ...book(hers), body: { target: 'channel', channelId: hers.channelId } }),
    answer: 'forbidden',
  },
  'lorebook.list-here': { input: (hers) => ({ query: channelQuery(hers) }), answer: 'forbidden' },
  'lore-entry.list': { input: book, answer: 'not-found' },
  'lore-entry.search': { input: () => ({}), answer: 'own' },
  'lore-entry.create': { input: (hers) => ({ ...book(hers), body: { title: 'Mine' } }), answer: 'not-found' },
  'lore-entry.get': { input: entry, answer: 'not-found' },
  'lore-entry.update': { input: (hers) => ({ ...entry(hers), body: { title: 'Stolen' } }), answer: 'not-found' },
  'lore-entry.delete': { input: entry, answer: 'not-found' },
  'rule.create': {
    input: (hers) => ({
      body: { name: 'Mine', pattern: 'x', to: { target: 'character', characterId: hers.privateCharacterId } },
    }),
    answer: 'not-found',
  },
  'rule.list': { input: () => ({}), answer: 'own' },
  'rule.get': { input: rule, answer: 'not-found' },
  'rule.update': { input: (hers) => ({ ...rule(hers), body: { name: 'Stolen' } }), answer: 'not-found' },
  'rule.delete': { input: rule, answer: 'not-found' },
  'status.get': { input: () => ({}), answer: 'own' },
  'denial.create': {
    input: () => ({ body: { kind: 'server', targetId: newSnowflake(), mode: 'mute' } }),
    answer: 'own',
  },
  'denial.list': { input: () => ({}), answer: 'own' },
  'denial.delete': { input: () => ({ params: { denialId: randomUUID() } }), answer: 'not-found' },
  'server-character.read': { input: () => ({}), answer: 'own' },
  'server-character.set-default': { input: () => ({ body: { hears: 'all' } }), answer: 'own' },
  'server-character.choose': {
    input: (hers) => ({ ...character(hers), body: { choice: 'block' } }),
    answer: 'not-found',
  },
  'character.hide': {
    input: () => ({ params: { characterId: randomUUID() }, body: { isHidden: true } }),
    answer: 'not-found',
  },
  'system-prompt.create': { input: () => ({ body: { name: `Mine ${randomUUID()}`, text: 'x' } }), answer: 'own' },
  'system-prompt.list': { input: () => ({}), answer: 'own' },
  'system-prompt.get': { input: () => ({ params: { systemPromptId: randomUUID() } }), answer: 'not-found' },
  'system-prompt.update': {
    input: () => ({ params: { systemPromptId: randomUUID() }, body: { text: 'x' } }),
    answer: 'not-found',
  },
  'system-prompt.delete': { input: () => ({ params: { systemPromptId: randomUUID() } }), answer: 'not-found' },
  'system-prompt.assign': {
    input: () => ({
      params: { systemPromptId: randomUUID() },
      body: { to: { kind: 'everywhere' }, isAssigned: true },
    }),
    answer: 'not-found',
  },
  'problem.list': { input: () => ({}), answer: 'own' },
  'server-role.list': { input: () => ({}), answer: 'own' },
  'server-role.put': {
    input: ({ privateCharacterId: id }) => ({
      params: { roleId: newSnowflake() },
      body: { name: 'Mods', character: { id, isAllowed: true } },
    }),
    answer: 'not-found',
  },
  'server-role.remove': { input: () => ({ params: { roleId: newSnowflake() } }), answer: 'own' },
  'server-stats.get': { input: () => ({}), answer: 'own' },
  'channel.list': { input: () => ({}), answer: 'own' },
  'instructions.get': { input: channel, answer: 'forbidden' },
  'instructions.put': { input: (hers) => ({ ...channel(hers), body: { instructions: 'x' } }), answer: 'forbidden' },
  'audit.list': { input: () => ({}), answer: 'own' },
  'settings.read': {
    input: (hers) => ({ params: { tier: 'user-character' }, query: characterQuery(hers) }),
    answer: 'not-found',
  },
  'settings.change': {
    input: (hers) => ({
      params: { tier: 'character' },
      query: characterQuery(hers),
      body: { values: { historyLines: 7 } },
    }),
    answer: 'not-found',
  },
  'settings.read-staff': {
    input: (hers) => ({ params: { tier: 'channel' }, query: channelQuery(hers) }),
    answer: 'own',
  },
  'settings.change-staff': {
    input: (hers) => ({
      params: { tier: 'channel' },
      query: channelQuery(hers),
      body: { values: { historyLines: 7 } },
    }),
    answer: 'forbidden',
  },
  'settings.read-operator': { input: () => ({}), answer: 'own' },
  'settings.change-operator': { input: () => ({ body: { values: { historyLines: 100 } } }), answer: 'own' },
};

const freeCall = () =>
  usageOf({
    preset: { ...placeholderPreset(createVendorCatalogue(sampleVendors)), vendor: 'local' },
    payer: { kind: 'free' },
  });

/** An input that fits every route between services, so that only the credential can be wrong. */
const internals: Record<string, (hers: Hers) => Input> = {
  'trigger.accept': () => ({ body: { trigger: newTrigger(newPerson(), newChannel()), characterIds: [] } }),
  'trigger.record-scene': ({ triggerId }) => ({
    params: { triggerId },
    body: SceneFacts.parse({ recent: [], references: [] }),
  }),
  'trigger.find': () => ({ body: { triggerIds: [newSnowflake()] } }),
  'turn.list-untold': () => ({}),
  'turn.mark-told': turn,
  'message.reconcile': ({ channelId }) => ({
    body: { channelId, before: newSnowflake(), messageIds: [], fromTheStart: false },
  }),
  'message.forget': () => ({ body: { messageIds: [newSnowflake()] } }),
  'message.revise': () => ({ params: { messageId: newSnowflake() }, body: { content: 'x', attachments: [] } }),
  'post.find-unknown': () => ({ body: { channelId: newSnowflake(), messageIds: [newSnowflake()] } }),
  'post.list-removed-messages': turn,
  'post.list-doubtful-sends': turn,
  'post.list-standing': turn,
  'turn.open': (hers) => ({ ...turn(hers), body: { leaseKey: randomUUID() } }),
  'turn.renew': (hers) => ({ ...turn(hers), body: { fence: hers.fence } }),
  'turn.recall': (hers) => ({
    ...turn(hers),
    body: { fence: hers.fence, query: 'x', maxTokens: 10, excludeMessageIds: [] },
  }),
  'reply.begin': (hers) => ({ ...turn(hers), body: { fence: hers.fence, hash: 'x', outlet: null } }),
  'reply.store-answer': (hers) => ({
    ...turn(hers),
    body: { fence: hers.fence, answer: 'x', endedBy: 'stop', call: freeCall(), calls: [] },
  }),
  'reply.finish': (hers) => ({ ...turn(hers), body: replyBody(hers.fence, 'x') }),
  'post.record': (hers) => ({
    ...turn(hers),
    body: { fence: hers.fence, chunk: 0, state: 'sending', hash: 'x', messageId: null, outlet: null },
  }),
  'post.list-unclaimed-messages': (hers) => ({ ...turn(hers), body: { messageIds: [] } }),
  'usage.record': ({ turnId }) => ({ body: { spentOn: { turnId }, calls: [freeCall()] } }),
  'turn.list-unembedded': turn,
  'turn.store-vectors': (hers) => ({
    ...turn(hers),
    body: {
      space: 'local/local/embed/384',
      vectors: [],
      usage: freeCall(),
    },
  }),
  'turn.release': (hers) => ({ ...turn(hers), body: { fence: hers.fence, problem: 'x', retryAfterMs: 0 } }),
  'turn.settle': (hers) => ({ ...turn(hers), body: { fence: hers.fence, outcome: 'refused' } }),
  'wallet-key.reveal': key,
  'wallet-key.judge': (hers) => ({ ...key(hers), body: { isAccepted: true } }),
  'address-book.get': () => ({}),
  'vendor.list': () => ({}),
  'vendor.publish': () => ({ body: { vendors: [] } }),
  'channel.list-dms': () => ({}),
  'channel.quiet': (hers) => ({ ...channel(hers), body: { askerId: newSnowflake(), messageId: newSnowflake() } }),
  'webhook.put': (hers) => ({ ...channel(hers), body: { webhook: null } }),
  'lorebook.read': book,
  'picture.read': () => ({ params: { pictureId: randomUUID() } }),
  'picture.record-upload': () => ({
    params: { pictureId: randomUUID() },
    body: { channelId: newSnowflake(), messageId: newSnowflake() },
  }),
  'listener.take-shards': () => ({ params: { listenerId: randomUUID() }, body: { shardCount: 1, most: 1 } }),
  'listener.keep-shards': () => ({ params: { listenerId: randomUUID() } }),
  'listener.release-shards': () => ({ params: { listenerId: randomUUID() } }),
  'export.read-character': (hers) => ({ ...character(hers), query: { ownerId: newSnowflake() } }),
  'file.create': () => ({
    body: { ownerId: newSnowflake(), filename: 'x', sizeBytes: 1, sha256: 'a'.repeat(64) },
  }),
  'file.put-part': ({ fileId }) => ({ params: { fileId }, body: { number: 0, base64: 'eA==' } }),
  'file.read-part': ({ fileId }) => ({ params: { fileId }, query: { number: 0 } }),
  'import.put-items': (hers) => ({ ...theImport(hers), body: { fileNumber: 0, from: 0, items: [] } }),
  'import.put-files': (hers) => ({ ...theImport(hers), body: { files: [], isRead: true } }),
  'mark.get': () => ({ params: { shardId: 0 } }),
  'mark.put': () => ({ params: { shardId: 0 }, body: { mark: newSnowflake() } }),
};

let gateway: TestGateway;
let ada: TestPerson;
let hers: Hers;
let unknown: RouteClient;

const stranger: CallerInput = {
  id: newSnowflake(),
  name: 'Ben',
  guildId: newSnowflake(),
  isStaff: true,
  isOperator: false,
};

/** Calls any route, for tests that know its input only at run time. */
async function call(client: RouteClient, route: Route, input: Input, caller?: CallerInput): Promise<unknown> {
  return client.call(route, { ...input, ...(caller && { caller }) } as never);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'answered',
    (error: AppError) => error.code,
  );
}

/** Everything of Ada's that the gateway can show. */
async function lookAtHers(): Promise<unknown> {
  const caller = callerOf(ada);
  const { rows } = await gateway.database.pool.query(
    `SELECT u.default_persona_id, u.settings, c.settings AS character_settings, u.default_preset_id, c.name, c.is_public, t.stage, k.status
     FROM users u JOIN characters c ON c.owner_id = u.id JOIN turns t ON t.user_id = u.id JOIN wallet_keys k ON k.user_id = u.id
     WHERE u.discord_id = $1`,
    [ada.id],
  );
  return {
    rows,
    characters: await gateway.bot.call(listCharacters, { caller, query: { filter: 'mine' } }),
    personas: await gateway.bot.call(listPersonas, { caller }),
    rules: await gateway.bot.call(listRules, { caller }),
    lorebooks: await gateway.bot.call(listLorebooks, { caller }),
    presets: (await gateway.bot.call(listPresets, { caller })).items.filter(({ isGlobal }) => !isGlobal),
    keys: await gateway.bot.call(listWalletKeys, { caller }),
    imports: await gateway.bot.call(listImports, { caller }),
    memories: await gateway.bot.call(listMemories, { caller }),
    modes: await gateway.bot.call(getMemoryModes, { caller }),
  };
}

beforeAll(async () => {
  gateway = await startGateway();
  unknown = createRouteClient({ baseUrl: gateway.url, credential: randomUUID(), log: gateway.log.log });
  ada = newPerson('Ada');
  const caller = callerOf(ada);
  const keyId = await giveKey(gateway, ada);
  const { id: privateCharacterId } = await newCharacter(gateway, ada, { name: 'Secret of Ada', isPublic: false });
  const herPersona = await gateway.bot.call(createPersona, {
    caller,
    body: { name: 'Secret persona', makeDefault: true },
  });
  const herPreset = await gateway.bot.call(createPreset, {
    caller,
    body: { name: 'Secret preset', vendor: 'local', model: 'local/echo', makeDefault: true },
  });
  const { id: bookId } = await gateway.bot.call(createLorebook, { caller, body: { name: 'Secret lorebook' } });
  const { id: entryId } = await gateway.bot.call(createLoreEntry, { caller, params: { bookId }, body: {} });
  const { id: ruleId } = await gateway.bot.call(createRule, {
    caller,
    body: { name: 'Secret rule', pattern: 'x', to: { target: 'person' } },
  });
  await gateway.bot.call(clearHistory, { caller, params: { characterId: privateCharacterId } });
  const place = newChannel();
  const { messageId: postId } = await exchange(gateway, newTrigger(ada, place), privateCharacterId, 'A secret.');
  const trigger = newTrigger(ada, place);
  const { turnId, fence } = await openForSure(gateway, await acceptOne(gateway, trigger, privateCharacterId));
  const { id: importId } = await gateway.bot.call(createImport, { caller, body: { filenames: ['secret.json'] } });
  const { fileId } = await gateway.worker.call(createFile, {
    body: { ownerId: ada.id, importId, filename: 'secret.json', sizeBytes: 1, sha256: 'a'.repeat(64) },
  });
  await gateway.worker.call(putFilePart, { params: { fileId }, body: { number: 0, base64: 'eA==' } });
  const [kept] = (await gateway.bot.call(listMemories, { caller })).items;
  hers = {
    importId,
    fileId,
    privateCharacterId,
    personaId: herPersona.id,
    presetId: herPreset.id,
    keyId,
    memoryId: kept?.id ?? '',
    turnId,
    fence,
    triggerId: trigger.id,
    channelId: place.channelId,
    bookId,
    entryId,
    ruleId,
    postId,
  };
});
afterAll(async () => {
  await unknown.close();
  await gateway.stop();
});

const forPeople = ROUTES.filter((route) => route.scope !== 'internal');
const forServices = ROUTES.filter((route) => route.scope === 'internal');

it('has a case for every route, and none for a route that is gone', () => {
  expect(Object.keys(people).toSorted()).toEqual(forPeople.map((route) => route.name).toSorted());
  expect(Object.keys(internals).toSorted()).toEqual(forServices.map((route) => route.name).toSorted());
});

describe('a service', () => {
  it.each(ROUTES.map((route) => [route.name, route] as const))(
    'that nobody knows is turned away from %s',
    async (name, route) => {
      const input = people[name]?.input ?? internals[name];
      if (input === undefined) throw new Error(`no case for ${name}`);

      expect(await codeOf(call(unknown, route, input(hers), route.scope === 'internal' ? undefined : stranger))).toBe(
        'unauthenticated',
      );
    },
  );

  it.each(ROUTES.map((route) => [route.name, route] as const))(
    'that %s is not for is turned away',
    async (name, route) => {
      const input = people[name]?.input ?? internals[name];
      if (input === undefined) throw new Error(`no case for ${name}`);
      const others = [['bot-client', gateway.bot] as const, ['ai-worker', gateway.worker] as const].filter(
        ([service]) => !route.services.includes(service),
      );

      for (const [, client] of others) {
        const caller = route.scope === 'internal' ? undefined : stranger;
        expect(await codeOf(call(client, route, input(hers), caller))).toBe('forbidden');
      }

      expect(others.length).toBeGreaterThan(0);
    },
  );
});

describe('a stranger', () => {
  it.each(forPeople.map((route) => [route.name, route] as const))(
    'gets nothing of somebody else through %s',
    async (name, route) => {
      const { input, answer } = people[name] ?? { input: () => ({}), answer: 'forbidden' };
      const before = await lookAtHers();
      const caller = route.scope === 'operator' ? { ...stranger, isOperator: true } : stranger;

      const said = await call(gateway.bot, route, input(hers), caller).then(
        (value) => ({ code: 'own', text: JSON.stringify(value) }),
        (error: AppError) => ({ code: error.code, text: `${error.message} ${JSON.stringify(error.because)}` }),
      );

      expect(said.code).toBe(answer);
      expect(said.text).not.toMatch(/Secret (?:of Ada|persona|preset|lorebook|rule)/);
      expect(await lookAtHers()).toEqual(before);
    },
  );

  it.each(forPeople.filter((route) => route.scope !== 'user').map((route) => [route.name, route] as const))(
    'without the standing cannot call %s',
    async (name, route) => {
      const plain = { id: stranger.id, name: stranger.name };

      expect(await codeOf(call(gateway.bot, route, people[name]?.input(hers) ?? {}, plain))).toBe('forbidden');
    },
  );

  it('is told the same of what is hidden as of what does not exist', async () => {
    const route = ROUTES.find(({ name }) => name === 'character.get');
    if (route === undefined) throw new Error('there is no character.get');
    const missing = randomUUID();
    const ask = (characterId: string) =>
      call(gateway.bot, route, { params: { characterId } }, stranger).catch((error: AppError) => error);

    const [hidden, absent] = (await Promise.all([ask(hers.privateCharacterId), ask(missing)])) as AppError[];

    expect(hidden?.message.replace(hers.privateCharacterId, '…')).toBe(absent?.message.replace(missing, '…'));
    expect(hidden?.because).toEqual(absent?.because);
  });
});
