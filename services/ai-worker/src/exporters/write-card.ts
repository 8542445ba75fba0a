import type { CharacterCard, CharacterToExport, ImportDraft } from '@tzurot/contracts';
import { isValues, type Values } from '../importers/document.ts';

/** What our fields are called in a card. Source: character card specifications V2 and V3. */
const NAMES: Readonly<Partial<Record<keyof CharacterCard, string>>> = {
  name: 'name',
  description: 'description',
  personality: 'personality',
  scenario: 'scenario',
  greeting: 'first_mes',
  examples: 'mes_example',
  creatorNotes: 'creator_notes',
  systemPrompt: 'system_prompt',
  postHistory: 'post_history_instructions',
  alternateGreetings: 'alternate_greetings',
  tags: 'tags',
  creator: 'creator',
  characterVersion: 'character_version',
  nickname: 'nickname',
};

/** What V3 adds: an older reader would not know it. */
const ONLY_V3 = new Set([
  'nickname',
  'group_only_greetings',
  'creator_notes_multilingual',
  'source',
  'assets',
  'creation_date',
  'modification_date',
]);

type Draft = Extract<ImportDraft, { kind: 'character' }>;
type Now = Pick<CharacterToExport, 'card' | 'talkativeness' | 'authorNote'>;

export interface Original {
  draft: Draft;
  /** The card as it stood in its file. */
  value: Values;
}

/** Whether something else stands in a field now than was imported, with or without consent. */
function changedFields({ card }: Now, { draft }: Original): (keyof CharacterCard)[] {
  const consented: Readonly<Record<string, unknown>> = draft.withConsent['system-prompt'] ?? {};
  const isSame = (field: keyof CharacterCard, value: unknown) => JSON.stringify(card[field]) === JSON.stringify(value);
  return (Object.keys(card) as (keyof CharacterCard)[]).filter(
    (field) => !isSame(field, draft.card[field]) && !(field in consented && isSame(field, consented[field])),
  );
}

const isSameNote = ({ authorNote }: Now, { draft }: Original): boolean =>
  JSON.stringify(authorNote) === JSON.stringify(draft.authorNote);

/** Nothing that came out of the file was changed since. */
export function isUnedited(now: Now, original: Original): boolean {
  return (
    changedFields(now, original).length === 0 &&
    isSameNote(now, original) &&
    now.talkativeness === original.draft.talkativeness
  );
}

/** A card of V3. What the original says and we have no place for, or nobody changed, is as it was. */
export function writeV3(now: Now, original: Original | null): object {
  const { card, talkativeness, authorNote } = now;
  const source = original === null ? {} : isValues(original.value['data']) ? original.value['data'] : original.value;
  const { spec: _spec, spec_version: _version, ...rest } = source;
  const fields = original === null ? (Object.keys(NAMES) as (keyof CharacterCard)[]) : changedFields(now, original);
  const written = fields.flatMap((field) => {
    const name = NAMES[field];
    const isLeftOut = name === undefined || (name === 'nickname' && card.nickname === '');
    return isLeftOut ? [] : [[name, card[field]] as const];
  });
  const extensions = isValues(rest['extensions']) ? rest['extensions'] : {};
  const isTalkative = original === null || talkativeness !== original.draft.talkativeness;
  const hasNote = original === null ? authorNote !== null : !isSameNote(now, original);
  const note = authorNote && { prompt: authorNote.text, depth: authorNote.depth, role: authorNote.role };
  return {
    spec: 'chara_card_v3',
    spec_version: '3.0',
    data: {
      ...EMPTY,
      ...rest,
      ...Object.fromEntries(written),
      extensions: {
        ...extensions,
        ...(isTalkative && { talkativeness: talkativeness / 100 }),
        ...(hasNote && { depth_prompt: note ?? { prompt: '', depth: 4, role: 'system' } }),
      },
    },
  };
}

/** Fields that a card of V3 must have. */
const EMPTY = {
  name: '',
  description: '',
  personality: '',
  scenario: '',
  first_mes: '',
  mes_example: '',
  creator_notes: '',
  system_prompt: '',
  post_history_instructions: '',
  alternate_greetings: [],
  tags: [],
  creator: '',
  character_version: '',
  group_only_greetings: [],
};

/** The same card for programs that know V2. */
export function toV2(v3: object): object {
  const data = isValues((v3 as Values)['data']) ? ((v3 as Values)['data'] as Values) : {};
  return {
    spec: 'chara_card_v2',
    spec_version: '2.0',
    data: Object.fromEntries(Object.entries(data).filter(([key]) => !ONLY_V3.has(key))),
  };
}
