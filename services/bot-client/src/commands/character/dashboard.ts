import { type Character, getCharacter, updateCharacter } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { onButton } from '../../define/component.ts';
import { defineDashboard } from '../../define/dashboard.ts';
import { button, plain } from '../../ui/elements.ts';
import { askDeleteId, openEditorId, setVisibilityId, viewPageId } from './ids.ts';
import { characterSections } from './sections.ts';

export const characterDashboard = defineDashboard({
  command: 'character',
  sections: characterSections,
  title: ({ name }: Character) => plain(name),
  subtitle: ({ isPublic, isMine }) =>
    [
      say(isPublic ? 'character.is-public' : 'character.is-private'),
      ...(isMine ? [] : [say('character.is-not-yours')]),
    ].join(' '),
  canEdit: ({ isMine }) => isMine,
  buttons: ({ id, isPublic, isMine }) => [
    button({ id: viewPageId.encode({ id, page: 1 }), label: say('character.view-all') }),
    button({
      id: setVisibilityId.encode({ id, to: isPublic ? 'private' : 'public' }),
      label: say(isPublic ? 'character.make-private' : 'character.make-public'),
      isDisabled: !isMine,
    }),
    button({ id: askDeleteId.encode({ id }), label: say('character.delete'), style: 'danger', isDisabled: !isMine }),
  ],
  load: (characterId, { caller }, { gateway }) => gateway.call(getCharacter, { caller, params: { characterId } }),
  save: (characterId, patch, { caller }, { gateway }) =>
    gateway.call(updateCharacter, { caller, params: { characterId }, body: patch }),
});

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
