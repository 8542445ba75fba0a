import { createCharacter, customId, LIMITS, type RouteOutput } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { onForm, opensModal } from '../../define/component.ts';
import { defineModal, input, renderModal } from '../../define/modal.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { plain } from '../../ui/elements.ts';
import { characterDashboard } from './dashboard.ts';
import { newCharacterId } from './ids.ts';
import { longInput, slugInput } from './sections.ts';

const modal = defineModal({
  id: customId('character:create', {}),
  title: say('character.form-title'),
  inputs: {
    name: input.short(say('character.field.name'), {
      isRequired: true,
      maxLength: LIMITS.characterName,
      placeholder: 'Lilith',
    }),
    slug: slugInput({ isRequired: false, hint: say('character.hint.new-slug') }),
    description: longInput('description'),
    personality: longInput('personality'),
    greeting: longInput('greeting'),
  },
});

export const create = defineSubcommand({
  description: 'Make a character of your own',
  options: {},
  reply: 'modal',
  modal: () => renderModal(modal, {}),
});

export const openCreate = opensModal(newCharacterId, {
  prepare: async () => renderModal(modal, {}),
  // This form never lacks what it needs to open.
  run: async () => undefined,
});

export const createForm = onForm(modal, async (call, ctx) => {
  const { slug, ...card } = call.values;
  const character = await ctx.gateway.call(createCharacter, {
    caller: call.caller,
    body: { ...card, ...(slug.trim() !== '' && { slug: slug.trim() }) },
  });
  await characterDashboard.show(character, call, ctx, welcome(character));
});

function welcome({ name, slug, sharedNames }: RouteOutput<typeof createCharacter>): string {
  // A name with a backtick would end the quotation.
  const hello = say('character.created', { name: plain(name), call: name.includes('`') ? slug : name });
  if (sharedNames.length === 0) return hello;
  const names = new Intl.ListFormat('en').format(sharedNames.map((shared) => `“${plain(shared)}”`));
  return `${hello}\n${say('character.name-shared', { names })}`;
}
