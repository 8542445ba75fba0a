import {
  customId,
  LIMITS,
  listPersonas,
  makePersonaDefault,
  type Persona,
  type PersonaPatch,
  part,
  updatePersona,
} from '@tzurot/contracts';
import { NotFoundError } from '@tzurot/platform';
import { onButton } from '../../../define/component.ts';
import { type DashboardSection, defineDashboard } from '../../../define/dashboard.ts';
import { input } from '../../../define/modal.ts';
import { button, excerpt, plain } from '../../../ui/elements.ts';

export const profileInputs = {
  name: input.short('Name', { isRequired: true, maxLength: LIMITS.personaName, hint: 'What characters call you.' }),
  pronouns: input.short('Pronouns', { maxLength: LIMITS.pronouns, placeholder: 'they/them' }),
  about: input.long('About you', { maxLength: LIMITS.personaAbout, hint: 'What every character may know of you.' }),
};

const makeDefaultId = customId('me:default', { id: part.id });

const profileSection: DashboardSection<Persona, PersonaPatch, typeof profileInputs> = {
  title: 'Profile',
  inputs: profileInputs,
  summarize: ({ pronouns, about }) =>
    [
      `Pronouns: ${pronouns === '' ? '*none*' : plain(pronouns)}`,
      `About you: ${about.trim() === '' ? '*empty*' : excerpt(about, 900)}`,
    ].join('\n'),
  read: ({ name, pronouns, about }) => ({ name, pronouns, about }),
  write: (values) => values,
};

export const profileDashboard = defineDashboard({
  command: 'me',
  sections: { profile: profileSection },
  title: ({ name }: Persona) => plain(name),
  subtitle: ({ isDefault }) =>
    isDefault ? 'Your default: characters know you by this profile.' : 'Not in use: another profile is your default.',
  canEdit: () => true,
  buttons: ({ id, isDefault }) => [
    button({ id: makeDefaultId.encode({ id }), label: 'Use by default', style: 'main', isDisabled: isDefault }),
  ],
  async load(id, { caller }, { gateway }) {
    const { items } = await gateway.call(listPersonas, { caller });
    const persona = items.find((each) => each.id === id);
    if (persona === undefined) throw new NotFoundError('persona', id);
    return persona;
  },
  save: (personaId, patch, { caller }, { gateway }) =>
    gateway.call(updatePersona, { caller, params: { personaId }, body: patch }),
});

export const makeDefault = onButton(makeDefaultId, {
  reply: 'update',
  async run(call, ctx) {
    const persona = await ctx.gateway.call(makePersonaDefault, {
      caller: call.caller,
      params: { personaId: call.state.id },
    });
    await profileDashboard.show(persona, call, ctx);
  },
});
