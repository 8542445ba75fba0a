import { type ImportReport, LIMITS, MAX_PROXY_TAGS, PersonaDraft, ProxyTag } from '@tzurot/contracts';
import type { Found } from './importer.ts';
import { add, type FieldNote, type Mapped } from './map-fields.ts';

/** A persona of mapped fields; a nameless one is called by `fallback`. */
export function toPersona(
  { values, withConsent }: Mapped,
  report: ImportReport,
  sourceKey: string,
  fallback: string,
): Found {
  const named = 'name' in values ? values : { ...values, name: fallback };
  if (!('name' in values)) add(report.changed, { field: 'name', why: 'name-missing', from: '', to: fallback });
  const persona = PersonaDraft.parse(named);
  return {
    kind: 'persona',
    sourceKey,
    name: persona.name,
    draft: { kind: 'persona', persona, withConsent: { private: withConsent.private as object | undefined } },
    report,
  };
}

/** Tags with something in them, of those that a format lists as pairs. */
export function readTags(pairs: readonly { prefix?: unknown; suffix?: unknown }[], note: FieldNote): ProxyTag[] {
  const tags = pairs.flatMap(({ prefix, suffix }) => {
    const given = {
      prefix: typeof prefix === 'string' ? prefix : '',
      suffix: typeof suffix === 'string' ? suffix : '',
    };
    if (given.prefix === '' && given.suffix === '') return [];
    const read = ProxyTag.safeParse(given);
    if (!read.success)
      note.changed('too-long', String(given.prefix.length + given.suffix.length), String(LIMITS.proxyTag));
    return read.success ? [read.data] : [];
  });
  if (tags.length > MAX_PROXY_TAGS) note.changed('too-many', String(tags.length), String(MAX_PROXY_TAGS));
  return tags.slice(0, MAX_PROXY_TAGS);
}
