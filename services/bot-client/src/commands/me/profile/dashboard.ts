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
import { say } from '@tzurot/words';
import { onButton } from '../../../define/component.ts';
import { type DashboardSection, defineDashboard } from '../../../define/dashboard.ts';
import { input } from '../../../define/modal.ts';
import { button, excerpt, plain } from '../../../ui/elements.ts';

export const profileInputs = {
  name: input.short(say('profile.name'), {
    isRequired: true,
    maxLength: LIMITS.personaName,
    hint: say('profile.name-hint'),
  }),
  preferredName: input.short(say('profile.preferred-name'), {
    maxLength: LIMITS.personaName,
    hint: say('profile.preferred-name-hint'),
  }),
  pronouns: input.short(say('profile.pronouns'), { maxLength: LIMITS.pronouns, placeholder: 'they/them' }),
  about: input.long(say('profile.about'), { maxLength: LIMITS.personaAbout, hint: say('profile.about-hint') }),
  description: input.short(say('profile.description'), {
    maxLength: LIMITS.personaDescription,
    hint: say('profile.description-hint'),
  }),
};

const makeDefaultId = customId('me:default', { id: part.id });
export const askDeleteProfileId = customId('me:ask-delete', { id: part.id });

const profileSection: DashboardSection<Persona, PersonaPatch, typeof profileInputs> = {
  title: say('profile.section'),
  inputs: profileInputs,
  summarize: ({ preferredName, pronouns, about, description, withCharacters }) =>
    [
      ...(description === '' ? [] : [`-# ${excerpt(description, 200)}`]),
      ...(preferredName === '' ? [] : [say('profile.called-line', { name: plain(preferredName) })]),
      say('profile.pronouns-line', { pronouns: pronouns === '' ? say('interface.none') : plain(pronouns) }),
      say('profile.about-line', { about: about.trim() === '' ? say('interface.empty') : excerpt(about, 900) }),
      ...(withCharacters.length === 0
        ? []
        : [say('profile.with-line', { names: excerpt(withCharacters.join(', '), 300) })]),
    ].join('\n'),
  read: ({ name, preferredName, pronouns, about, description }) => ({
    name,
    preferredName,
    pronouns,
    about,
    description,
  }),
  write: (values) => values,
};

export const profileDashboard = defineDashboard({
  command: 'me',
  sections: { profile: profileSection },
  title: ({ name }: Persona) => plain(name),
  subtitle: ({ isDefault }) => say(isDefault ? 'profile.is-default' : 'profile.is-not-default'),
  canEdit: () => true,
  buttons: ({ id, isDefault }) => [
    button({
      id: makeDefaultId.encode({ id }),
      label: say('profile.use-by-default'),
      style: 'main',
      isDisabled: isDefault,
    }),
    button({
      id: askDeleteProfileId.encode({ id }),
      label: say('profile.delete'),
      style: 'danger',
      isDisabled: isDefault,
    }),
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
