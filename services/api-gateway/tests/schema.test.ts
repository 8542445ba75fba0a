import { readFile } from 'node:fs/promises';
import { CharacterCard, LIMITS } from '@tzurot/contracts';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { columnOf } from '../src/database/card-columns.ts';
import { SCHEMA_FILE } from '../src/database/locations.ts';

/** Columns that hold what a contract limits, by `Model.field`. */
const limited: Record<string, keyof typeof LIMITS> = {
  'User.name': 'personName',
  'Persona.name': 'personaName',
  'Persona.pronouns': 'pronouns',
  'Persona.about': 'personaAbout',
  'Persona.preferredName': 'personaName',
  'Persona.description': 'personaDescription',
  'User.timezone': 'timezone',
  'KeyCap.vendor': 'vendorId',
  'UsageDay.vendor': 'vendorId',
  'UsageDay.model': 'modelId',
  'Vendor.id': 'vendorId',
  'WalletKey.vendor': 'vendorId',
  'WalletKey.address': 'url',
  'Preset.name': 'presetName',
  'Preset.description': 'presetDescription',
  'Preset.vendor': 'vendorId',
  'Preset.model': 'modelId',
  'Character.slug': 'slug',
  'Character.avatarUrl': 'url',
  'CharacterPerson.name': 'personName',
  'DoubtfulSend.name': 'characterName',
  'RemovedMessage.name': 'characterName',
  'SystemPrompt.name': 'presetName',
  'SystemPrompt.text': 'systemPromptText',
  'Channel.instructions': 'instructions',
  'Alias.name': 'characterName',
  'Alias.key': 'characterName',
  'Turn.characterName': 'characterName',
  'Reply.answer': 'answer',
  'Reply.text': 'replyText',
  'Post.name': 'characterName',
  'HistoryLine.name': 'characterName',
  'UsageEvent.vendor': 'vendorId',
  'UsageEvent.model': 'modelId',
  'MemoryItem.speakerName': 'characterName',
  'Denial.reason': 'denialReason',
  'TextRule.name': 'ruleName',
  'Lorebook.name': 'lorebookName',
  'Lorebook.description': 'lorebookDescription',
  'LoreEntry.title': 'loreTitle',
  'LoreEntry.sourceId': 'loreTitle',
  'StoredFile.filename': 'filename',
  'ImportItem.sourceKey': 'importKey',
};

/** Columns whose length is nobody's limit: words of our own, and parts whose contract names the number. */
const ours: Record<string, number> = {
  'WalletKey.status': 8,
  'WalletKey.hint': 4,
  'Picture.file': 70,
  'Picture.contentType': 10,
  'Alias.source': 8,
  'CharacterPerson.role': 8,
  'ServerRole.name': 100,
  'Turn.problemTrace': 32,
  'DoubtfulSend.hash': 64,
  'RemovedMessage.text': 2_000,
  'Channel.kind': 8,
  'Trigger.kind': 8,
  'Turn.stage': 8,
  'Turn.hint': LIMITS.replyHint,
  'Turn.problem': 500,
  'Reply.kind': 8,
  'Reply.state': 8,
  'Reply.endedBy': 8,
  'Post.text': 2_000,
  'Post.hash': 64,
  'Post.state': 9,
  'HistoryLine.speaker': 9,
  'UsageEvent.payer': 8,
  'UsageDay.payer': 8,
  'KeyCap.warnedOf': 10,
  'UsageEvent.outcome': 8,
  'MemoryItem.kind': 12,
  'MemoryItem.speaker': 9,
  'MemoryItem.reach': 8,
  'MemoryItem.state': 10,
  'Denial.kind': 9,
  'Denial.targetId': 36,
  'Denial.mode': 5,
  'Guild.hears': 4,
  'ServerCharacter.choice': 5,
  'AuditEntry.action': 40,
  'AuditEntry.targetId': 36,
  'TextRule.target': 9,
  'TextRule.targetId': 36,
  'LoreAttachment.target': 9,
  'LoreAttachment.targetId': 36,
  'StoredFile.sha256': 64,
  'Import.state': 8,
  'Import.consents': 20,
  'ImportItem.kind': 12,
  'ImportItem.contentHash': 64,
  'ImportItem.name': 80,
  'ImportItem.choice': 8,
  'ImportItem.outcome': 8,
};

/** Of a text, or of each text of a list. */
function lengthIn(schema: z.core.JSONSchema.JSONSchema | boolean): number | undefined {
  if (typeof schema !== 'object') return undefined;
  return schema.maxLength ?? (schema.items && !Array.isArray(schema.items) ? lengthIn(schema.items) : undefined);
}

/** The card says itself how long its fields may be; a column of `Character` that is none of its fields is named above. */
const cardLengths = Object.fromEntries(
  Object.entries(z.toJSONSchema(CharacterCard).properties ?? {}).map(([field, schema]) => [
    `Character.${field}`,
    lengthIn(schema),
  ]),
);

it('gives every text column the length that its contract allows', async () => {
  const schema = await readFile(SCHEMA_FILE, 'utf8');
  const lengths = Object.fromEntries(textColumns(schema).map(({ name, length }) => [name, length]));

  const expected = {
    ...ours,
    ...cardLengths,
    ...Object.fromEntries(Object.entries(limited).map(([column, limit]) => [column, LIMITS[limit]])),
  };
  expect(lengths).toEqual(expected);
});

it('stores every field of a card in a column of the same name in snake case', async () => {
  const columns = textColumns(await readFile(SCHEMA_FILE, 'utf8'));

  const stored = Object.keys(CharacterCard.shape).map((field) =>
    columns.find(({ name }) => name === `Character.${field}`),
  );
  expect(stored.map((column) => column?.column)).toEqual(Object.keys(CharacterCard.shape).map(columnOf));
});

interface TextColumn {
  /** `Model.field` */
  name: string;
  length: number;
  column: string;
}

function textColumns(schema: string): TextColumn[] {
  return [...schema.matchAll(/^model (\w+) \{(.*?)^\}/gms)].flatMap(([, model, body = '']) =>
    [...body.matchAll(/^ {2}(\w+) .*@db\.VarChar\((\d+)\)/gm)].map(([line, field = '', length]) => ({
      name: `${model}.${field}`,
      length: Number(length),
      column: /@map\("(\w+)"\)/.exec(line)?.[1] ?? field,
    })),
  );
}
