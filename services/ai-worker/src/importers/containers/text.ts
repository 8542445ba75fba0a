import { parse } from 'yaml';
import type { Document } from '../document.ts';
import { FILE_LIMITS } from '../limits.ts';
import { ImportRefusal } from '../refusal.ts';
import { decodeText, readJson, withoutPrototypes } from './read-json.ts';

/** JSON, a JSON value in every line, or YAML. @throws ImportRefusal */
export function readText(bytes: Buffer, filename: string): Document {
  const text = decodeText(bytes);
  const document: Document = { filename, container: 'json', value: null, text, picture: null, warnings: [] };
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return { ...document, container: 'yaml', value: readYaml(text) };
  try {
    return { ...document, value: readJson(text, document.warnings) };
  } catch (error) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    const isOther = error instanceof ImportRefusal && error.problem !== 'not-json';
    if (isOther || lines.length < 2 || lines.some((line) => !/^\s*\{.*\}\s*$/.test(line))) throw error;
    return { ...document, container: 'jsonl', value: lines.map((line) => readJson(line, document.warnings)) };
  }
}

/** With the core schema only, so that no tag makes anything but plain values. */
function readYaml(text: string): unknown {
  if (text.length > FILE_LIMITS.yamlBytes || !/^[ \t]*[\w"'-]+[ \t]*:/m.test(text))
    throw new ImportRefusal('unknown-format');
  try {
    const value: unknown = parse(text, { schema: 'core', maxAliasCount: FILE_LIMITS.yamlAliases, logLevel: 'error' });
    return withoutPrototypes(JSON.parse(JSON.stringify(value ?? null)), []);
  } catch {
    throw new ImportRefusal('unknown-format');
  }
}
