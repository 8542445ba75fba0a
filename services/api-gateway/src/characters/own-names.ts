import { LIMITS } from '@tzurot/contracts';
import { v7 as uuidV7 } from 'uuid';

/** A name as it is looked up. A few letters grow when they are lowered. */
export const aliasKey = (name: string): string => name.toLowerCase().slice(0, LIMITS.characterName).toWellFormed();

/** The rows for slug and display name, which follow the character. */
export const ownAliases = ({ name, slug }: { name: string; slug: string }) => [
  { id: uuidV7(), name: slug, key: slug, source: 'slug' },
  { id: uuidV7(), name, key: aliasKey(name), source: 'name' },
];
