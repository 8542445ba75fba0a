import { type Character, getCharacter, updateCharacter } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../context.ts';
import type { CallFacts } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { defineDashboard } from '../../define/dashboard.ts';
import { button, plain } from '../../ui/elements.ts';
import { presetOption } from '../preset/preset-option.ts';
import { askDeleteId, openEditorId, setVisibilityId, viewPageId } from './ids.ts';
import { characterSections } from './sections.ts';

export const characterDashboard = defineDashboard({
  command: 'character',
  sections: characterSections,
  title: ({ name }: Character) => plain(name),
  subtitle: ({ isPublic, isMine, isOwner, isHidden, ownerName }) =>
    [
      say(isPublic ? 'character.is-public' : 'character.is-private'),
      ...(isMine ? [] : [say('character.is-not-yours')]),
      ...(isMine && !isOwner ? [say('character.is-shared', { owner: plain(ownerName) })] : []),
      ...(isHidden ? [say('character.is-hidden')] : []),
    ].join(' '),
  canEdit: ({ isMine }) => isMine,
  buttons: ({ id, isPublic, isMine, isOwner }) => [
    button({ id: viewPageId.encode({ id, page: 1 }), label: say('character.view-all') }),
    button({
      id: setVisibilityId.encode({ id, to: isPublic ? 'private' : 'public' }),
      label: say(isPublic ? 'character.make-private' : 'character.make-public'),
      isDisabled: !isMine,
    }),
    button({ id: askDeleteId.encode({ id }), label: say('character.delete'), style: 'danger', isDisabled: !isOwner }),
  ],
  load: (characterId, { caller }, { gateway }) => gateway.call(getCharacter, { caller, params: { characterId } }),
  async save(characterId, { presetName, ...patch }, call, ctx, { revision: expectedRevision }) {
    const { caller } = call;
    const preset = presetName === undefined ? {} : { defaultPresetId: await findPreset(presetName, call, ctx) };
    const body = { ...patch, ...preset, expectedRevision };
    return ctx.gateway.call(updateCharacter, { caller, params: { characterId }, body });
  },
});

/** @throws AppError for a name that no preset, or more than one, has */
async function findPreset(name: string, call: CallFacts, ctx: BotContext): Promise<string | null> {
  return name.trim() === '' ? null : presetOption('').find(name, call, ctx);
}

export const openEditor = onButton(openEditorId, {
  reply: 'private',
  run: (call, ctx) => characterDashboard.open(call.state.id, call, ctx),
});

export const setVisibility = onButton(setVisibilityId, {
  reply: 'update',
  async run(call, ctx) {
    const { id, to } = call.state;
    const character = await ctx.gateway.call(updateCharacter, {
      caller: call.caller,
      params: { characterId: id },
      body: { isPublic: to === 'public' },
    });
    await characterDashboard.show(character, call, ctx);
  },
});
