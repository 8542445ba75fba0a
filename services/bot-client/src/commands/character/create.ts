import { createCharacter, customId, LIMITS, type RouteOutput } from '@tzurot/contracts';
import { onForm, opensModal } from '../../define/component.ts';
import { defineModal, input, renderModal } from '../../define/modal.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { plain } from '../../ui/elements.ts';
import { characterDashboard } from './dashboard.ts';
import { newCharacterId } from './ids.ts';
import { slugInput } from './sections.ts';

const modal = defineModal({
  id: customId('character:create', {}),
  title: 'A new character',
  inputs: {
    name: input.short('Name', { isRequired: true, maxLength: LIMITS.characterName, placeholder: 'Lilith' }),
    slug: slugInput({ isRequired: false, hint: 'How the character is addressed. Empty: made from the name.' }),
    description: input.long('Description', { hint: 'Who the character is: looks, history, place in the world.' }),
    personality: input.long('Personality', { hint: 'How the character thinks, feels and talks.' }),
    greeting: input.long('Greeting', { hint: 'What the character says first.' }),
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
  // The form needs nothing that could be missing.
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
  const hello = `**${plain(name)}** is there. Write \`@${name.includes('`') ? slug : name} hello\` in a channel to meet. Only you can, until you make it public.`;
  if (sharedNames.length === 0) return hello;
  const names = sharedNames.map((shared) => `“${plain(shared)}”`).join(' and ');
  return `${hello}\nAnother character is called ${names} too; whoever calls that name may get the other one.`;
}
