import { readFile } from 'node:fs/promises';
import { LIMITS } from '@tzurot/contracts';
import { expect, it } from 'vitest';
import { SCHEMA_FILE } from '../src/database/locations.ts';

/** Columns that hold what a contract limits, by `Model.field`. */
const limited: Record<string, keyof typeof LIMITS> = {
  'User.name': 'personName',
  'Persona.name': 'personaName',
  'Persona.pronouns': 'pronouns',
  'Persona.about': 'personaAbout',
  'WalletKey.vendor': 'vendorId',
  'Preset.name': 'presetName',
  'Preset.description': 'presetDescription',
  'Preset.vendor': 'vendorId',
  'Preset.model': 'modelId',
  'Character.slug': 'slug',
  'Character.name': 'characterName',
  'Character.description': 'cardField',
  'Character.personality': 'cardField',
  'Character.scenario': 'cardField',
  'Character.greeting': 'cardField',
  'Character.examples': 'cardField',
  'Character.systemPrompt': 'cardField',
  'Character.errorMessage': 'errorMessage',
  'Character.avatarUrl': 'url',
  'Alias.name': 'characterName',
  'Alias.key': 'characterName',
  'Turn.characterName': 'characterName',
  'Turn.replyText': 'replyText',
  'HistoryLine.name': 'characterName',
  'UsageEvent.vendor': 'vendorId',
  'UsageEvent.model': 'modelId',
  'MemoryItem.speakerName': 'characterName',
};

/** Columns whose length is nobody's limit: words of our own, and parts whose contract names the number. */
const ours: Record<string, number> = {
  'WalletKey.status': 8,
  'WalletKey.hint': 4,
  'Picture.file': 70,
  'Picture.contentType': 10,
  'Alias.source': 8,
  'Channel.kind': 8,
  'Trigger.kind': 8,
  'Turn.stage': 8,
  'Turn.replyKind': 8,
  'Turn.problem': 500,
  'Delivery.text': 2_000,
  'Delivery.hash': 64,
  'Delivery.state': 9,
  'HistoryLine.speaker': 9,
  'UsageEvent.payer': 8,
  'UsageEvent.outcome': 8,
  'MemoryItem.kind': 12,
  'MemoryItem.speaker': 9,
  'MemoryItem.reach': 8,
  'MemoryItem.state': 10,
};

it('gives every text column the length that its contract allows', async () => {
  const schema = await readFile(SCHEMA_FILE, 'utf8');
  const lengths: Record<string, number> = {};
  for (const [, model, body] of schema.matchAll(/^model (\w+) \{(.*?)^\}/gms)) {
    for (const [, field, length] of (body ?? '').matchAll(/^ {2}(\w+) .*@db\.VarChar\((\d+)\)/gm)) {
      lengths[`${model}.${field}`] = Number(length);
    }
  }

  const expected = {
    ...ours,
    ...Object.fromEntries(Object.entries(limited).map(([column, limit]) => [column, LIMITS[limit]])),
  };
  expect(lengths).toEqual(expected);
});
