import { createInstance, type FormatterModule } from 'i18next';

import { english } from './english/index.ts';

type Catalogue = typeof english;

/** Plural forms of one sentence share a key: `key_one` and `key_other` are said as `key`, by the fact `count`. */
type WithoutPlural<Key extends string> = Key extends `${infer Base}_${Intl.LDMLPluralRule}` ? Base : Key;
export type SentenceKey = WithoutPlural<keyof Catalogue>;

type TextOf<Key extends SentenceKey> = Catalogue[Extract<keyof Catalogue, Key | `${Key}_${Intl.LDMLPluralRule}`>];
/** The names in the holes of a text: `{{name}}`. */
type HolesOf<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | HolesOf<Rest> : never;
type IsPlural<Key extends SentenceKey> = `${Key}_other` extends keyof Catalogue ? true : false;
type NamesOf<Key extends SentenceKey> = HolesOf<TextOf<Key>> | (IsPlural<Key> extends true ? 'count' : never);

export type Facts<Key extends SentenceKey> = {
  readonly [Name in NamesOf<Key>]: Name extends 'count' ? number : string | number;
};

/** Numbers are written the way the language writes them, such as 1,234. */
const numbers: FormatterModule = {
  type: 'formatter',
  init() {},
  add() {},
  addCached() {},
  format: (value: unknown) => (typeof value === 'number' ? value.toLocaleString('en') : String(value)),
};

const catalogue = createInstance().use(numbers);
void catalogue.init({
  lng: 'en',
  resources: { en: { translation: english } },
  // Everything is here already, so there is nothing to wait for.
  initAsync: false,
  keySeparator: false,
  nsSeparator: false,
  // Discord's markup is not HTML; callers escape what people wrote.
  interpolation: { escapeValue: false, skipOnVariables: true, alwaysFormat: true },
});

/** The keys and facts are checked by `say`, so the library's own types, made for its global catalogue, are not needed. */
const translate = catalogue.t as (key: string, facts: object) => string;

/**
 * A sentence for people, with its holes filled. What is filled in is never read as part of the sentence.
 * Text of people must be escaped by the caller for the place where the sentence will stand.
 */
export function say<Key extends SentenceKey>(
  key: Key,
  ...[facts]: [NamesOf<Key>] extends [never] ? [] : [facts: Facts<Key>]
): string {
  return translate(key, { ...facts });
}
