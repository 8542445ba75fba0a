import { hash } from 'node:crypto';
import type { FoundItem, ImportConsent, ImportDraft } from '@tzurot/contracts';

/** What two drafts share that would make the same thing. Contracts parse keys in their own order, so equal drafts are equal text. */
export function hashDraft({ kind, draft, report }: FoundItem, pictureSha256: string | null): string {
  // Where its bytes happen to lie says nothing about a picture.
  const what = draft.kind === 'character' ? { ...draft, pictureFileId: pictureSha256 } : draft;
  return hash('sha256', JSON.stringify(draft.kind === 'kept' ? [kind, report] : what));
}

/** What is to be made, with the fields that its owner allowed. */
export function withConsents<Draft extends ImportDraft>(draft: Draft, consents: readonly string[]): Draft {
  const allows = (kind: ImportConsent) => consents.includes(kind);
  if (draft.kind === 'character') {
    const added = allows('system-prompt') ? draft.withConsent['system-prompt'] : {};
    return { ...draft, card: { ...draft.card, ...added } };
  }
  if (draft.kind === 'persona' && allows('private')) {
    return { ...draft, persona: { ...draft.persona, ...draft.withConsent.private } };
  }
  return draft;
}
