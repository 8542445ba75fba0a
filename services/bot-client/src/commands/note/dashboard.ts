import { AuthorNote, customId, LIMITS, part } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { onButton } from '../../define/component.ts';
import { type DashboardSection, defineDashboard } from '../../define/dashboard.ts';
import { input } from '../../define/modal.ts';
import { button, excerpt, note as noteView } from '../../ui/elements.ts';
import { toNumber } from '../preset/parameter-inputs.ts';
import { loadNote, type NoteTarget, saveNote } from './note-target.ts';

const ROLES: Record<AuthorNote['role'], string> = {
  system: say('note.role-system'),
  user: say('note.role-user'),
  assistant: say('note.role-assistant'),
};

const inputs = {
  text: input.long(say('note.text'), {
    isRequired: true,
    maxLength: LIMITS.authorNote,
    hint: say('note.text-hint', { char: '{{char}}', user: '{{user}}' }),
  }),
  depth: input.short(say('note.depth'), { maxLength: 3, placeholder: '4', hint: say('note.depth-hint') }),
  role: input.choice(say('note.role'), ROLES, { hint: say('note.role-hint') }),
  every: input.short(say('note.every'), { maxLength: 4, placeholder: '1', hint: say('note.every-hint') }),
};

const section: DashboardSection<NoteTarget, AuthorNote, typeof inputs> = {
  title: say('note.section'),
  inputs,
  summarize: ({ note }) =>
    note === null ? say('note.none-yet') : `${excerpt(note.text, 400)}\n${describePlacing(note)}`,
  read: ({ note }) => ({
    text: note?.text ?? '',
    depth: note === null ? '' : String(note.depth),
    role: note?.role ?? 'system',
    every: note === null ? '' : String(note.every),
  }),
  write: ({ text = '', depth = '', role = '', every = '' }) => ({
    text,
    depth: depth.trim() === '' ? DEFAULTS.depth : toNumber('depth', depth),
    role: AuthorNote.shape.role.catch(DEFAULTS.role).parse(role),
    every: every.trim() === '' ? DEFAULTS.every : toNumber('every', every),
  }),
};

const DEFAULTS = AuthorNote.omit({ text: true }).parse({});

const clearId = customId('note:clear', { id: part.key });

export const noteDashboard = defineDashboard({
  command: 'note',
  sections: { note: section },
  title: () => say('note.title'),
  subtitle: ({ name }) => say('note.subtitle', { name }),
  canEdit: () => true,
  buttons: ({ id, note }) => [
    button({ id: clearId.encode({ id }), label: say('note.clear-button'), style: 'danger', isDisabled: note === null }),
  ],
  load: loadNote,
  save: saveNote,
});

export const clearNote = onButton(clearId, {
  reply: 'update',
  async run(call, ctx) {
    const { name } = await saveNote(call.state.id, null, call, ctx);
    await call.respond(noteView(say('note.cleared', { name }), 'good'));
  },
});

/** Where it stands in a prompt, and how often. */
export function describePlacing({ depth, role, every }: AuthorNote): string {
  return say('note.placing', {
    place: depth === 0 ? say('note.at-the-end') : say('note.above', { count: depth }),
    role: ROLES[role].toLowerCase(),
    often: every === 1 ? say('note.always') : say('note.sometimes', { every }),
  });
}
