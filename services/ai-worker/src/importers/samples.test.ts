import { existsSync } from 'node:fs';
import { readFile as readBytes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readFile } from './read-file.ts';

const folder = join(process.env['TZUROT_SHARED_DIR'] ?? '/nowhere', 'samples');
const hasSamples = existsSync(folder);
if (!hasSamples) console.warn('skipped: real files of other programs (TZUROT_SHARED_DIR names where they are)');

/** Real files, and what they are read as: format, version, and the names of what is in them. */
const EXPECTED: Record<string, [format: string, version: string | null, names: string[]]> = {
  'character-card-json/Seraphina_card_data.json': ['character-card', '2.0', ['Seraphina', 'Eldoria']],
  'character-card-json/baker_v1.json': ['character-card', '1.0', ['Baker']],
  'character-card-json/baker_v2.json': ['character-card', '2.0', ['Baker']],
  'character-card-png/baker_both_chunks.png': ['character-card', '3.0', ['Baker V3', 'Baker V3']],
  'character-card-png/default_Seraphina.png': ['character-card', '2.0', ['Seraphina', 'Eldoria']],
  'charx/baker.charx': ['character-card', '3.0', ['Baker V3', 'Baker V3']],
  'adversarial/bad_crc.png': ['character-card', '2.0', ['Baker']],
  'adversarial/proto.json': ['character-card', '2.0', ['Baker']],
  'adversarial/zip_slip.charx': ['character-card', '3.0', ['Baker V3', 'Baker V3']],
  'lorebook/Eldoria.sillytavern.json': ['lorebook', 'SillyTavern', ['Eldoria.sillytavern']],
  'lorebook/starter.novelai.lorebook': ['lorebook', 'NovelAI', ['starter.novelai']],
  'personas/sillytavern_backup.synthetic.json': ['sillytavern-personas', null, ['Tom', 'Traveller']],
  'pluralkit/pk_export_sample.json': ['pluralkit', '2', ['Alice', 'Bob', 'Carol', 'Test PK System']],
  'regex-scripts/strip_asterisks.sillytavern.json': ['sillytavern-kept', 'regex', ['Strip asterisks (display only)']],
  'shapes/config.synthetic.json': ['shapes', 'config', ['Kettle', 'Kettle (Shapes)']],
  'shapes/memories.synthetic.json': ['shapes', 'memories', ['User prefers green tea.']],
  'shapes/public_profile_tenshi.json': ['shapes', 'config', ['tenshi']],
  'tupperbox/tupperbox_export_sample.json': ['tupperbox', null, ['Alpha', 'Beta', 'Gamma', 'Groups']],
  'instruct-templates/instruct/ChatML.json': ['sillytavern-kept', 'instruct', ['ChatML']],
  'instruct-templates/context/ChatML.json': ['sillytavern-kept', 'context', ['ChatML']],
};

it.skipIf(!hasSamples).each(Object.entries(EXPECTED))(
  '%s is read as what it is',
  async (path, [format, version, names]) => {
    const bytes = await readBytes(join(folder, path));

    const file = await readFile(bytes, path.split('/').at(-1) ?? path);

    expect({
      format: file.format,
      version: file.version,
      names: file.found.map(({ name }) => name),
      problem: file.problem,
    }).toEqual({
      format,
      version,
      names,
      problem: null,
    });
  },
);
