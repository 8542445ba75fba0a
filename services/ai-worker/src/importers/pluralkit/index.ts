import { LIMITS } from '@tzurot/contracts';
import { isValues, type Values } from '../document.ts';
import { defineImporter, type Found } from '../importer.ts';
import { keptAsIs } from '../kept.ts';
import { asText, emptyReport, type FieldRule, mapFields, noPlace, text } from '../map-fields.ts';
import { name } from '../name-of.ts';
import { ImportRefusal } from '../refusal.ts';
import { readTags, toPersona } from '../to-persona.ts';

/** PluralKit's own limit. */
const MAX_MEMBERS = 1_000;

const about = text(LIMITS.personaAbout);
const pronouns = text(LIMITS.pronouns, { trim: true });

/** Source: PluralKit, DataFileService. What is private is used only with consent: others may read a reply that shows it. */
const memberFields = ({ isPrivate }: { isPrivate: (what: string) => boolean }): readonly FieldRule[] => [
  { from: 'name', to: 'name', read: name(LIMITS.personaName) },
  { from: 'description', to: 'about', read: about, ...(isPrivate('description') && { consent: 'private' as const }) },
  { from: 'pronouns', to: 'pronouns', read: pronouns, ...(isPrivate('pronoun') && { consent: 'private' as const }) },
  {
    from: 'proxy_tags',
    to: 'proxyTags',
    read: (value, note) => (Array.isArray(value) ? readTags(value.filter(isValues), note) : note.ignored('broken')),
  },
  { from: 'prefix', to: 'proxyTags', read: (value, note) => readTags([{ prefix: value }], note) },
  { from: 'suffix', to: 'proxyTags', read: (value, note) => readTags([{ suffix: value }], note) },
  { from: 'avatar_url', ignored: 'address' },
  { from: 'webhook_avatar_url', ignored: 'address' },
  { from: 'banner', ignored: 'address' },
  ...['id', 'uuid', 'display_name', 'color', 'birthday', 'created', 'keep_proxy', 'tts', 'autoproxy_enabled'].map(
    noPlace,
  ),
  ...['message_count', 'last_message_timestamp', 'privacy'].map(noPlace),
];

const SYSTEM_FIELDS: readonly FieldRule[] = [
  { from: 'webhook_url', ignored: 'secret' },
  { from: 'members', ignored: 'no-place' },
  ...['version', 'id', 'uuid', 'name', 'description', 'tag', 'pronouns', 'color', 'created', 'privacy', 'config'].map(
    noPlace,
  ),
  ...['accounts', 'groups', 'switches', 'timezone'].map(noPlace),
  { from: 'avatar_url', ignored: 'address' },
  { from: 'banner', ignored: 'address' },
];

/** A system with its members, each of whom becomes a persona. */
export const pluralkit = defineImporter({
  id: 'pluralkit',
  secretKeys: ['webhook_url'],
  fields: [
    { of: 'member', rules: memberFields({ isPrivate: (what) => what === 'description' }) },
    { of: 'system', rules: SYSTEM_FIELDS },
  ],

  recognise({ value }) {
    if (!isValues(value) || 'tuppers' in value) return null;
    const members = value['members'];
    const hasMembers =
      Array.isArray(members) && members.some((each) => isValues(each) && 'id' in each && 'uuid' in each);
    if (!('switches' in value) && !hasMembers) return null;
    return { version: value['version'] === undefined ? '1' : asText(value['version']) };
  },

  read({ value }) {
    const system = value as Values;
    const members = Array.isArray(system['members']) ? system['members'].filter(isValues) : [];
    if (members.length > MAX_MEMBERS) throw new ImportRefusal('too-many', `${MAX_MEMBERS} members`);
    const report = emptyReport();
    const { members: _, ...rest } = system;
    mapFields(rest, SYSTEM_FIELDS, report);
    const systemName = typeof system['name'] === 'string' ? system['name'] : 'System';
    return [...members.map(readMember), keptAsIs('pluralkit', systemName, report, system['uuid'] ?? systemName)];
  },
});

function readMember(member: Values): Found {
  const privacy = isValues(member['privacy']) ? member['privacy'] : member;
  const isPrivate = (what: string) => privacy[`${what}_privacy`] === 'private' || privacy['visibility'] === 'private';
  const report = emptyReport();
  // Files of version 1 have one pair on the member itself.
  const { prefix, suffix, ...rest } = member;
  const isOld = !('proxy_tags' in member) && (typeof prefix === 'string' || typeof suffix === 'string');
  const source = isOld ? { ...rest, proxy_tags: [{ prefix, suffix }] } : rest;
  const mapped = mapFields(source, memberFields({ isPrivate }), report);
  const id = member['uuid'] ?? member['id'];
  return toPersona(
    mapped,
    report,
    `pluralkit:${asText(id).slice(0, 100)}`,
    `Member ${asText(member['id']).slice(0, 20)}`,
  );
}
