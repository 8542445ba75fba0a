import {
  getSystemPrompt,
  LIMITS,
  type SystemPrompt,
  type SystemPromptDraft,
  updateSystemPrompt,
} from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { type DashboardSection, defineDashboard } from '../../../define/dashboard.ts';
import { input } from '../../../define/modal.ts';
import { button, excerpt, plain } from '../../../ui/elements.ts';
import { confirmRemoval } from './remove.ts';

export const promptInputs = {
  name: input.short(say('system-prompt.name'), { isRequired: true, maxLength: LIMITS.presetName }),
  text: input.long(say('system-prompt.text'), {
    isRequired: true,
    maxLength: LIMITS.systemPromptText,
    hint: say('system-prompt.text-hint', { char: '{{char}}', user: '{{user}}' }),
  }),
};

const prompt: DashboardSection<SystemPrompt, Partial<SystemPromptDraft>, typeof promptInputs> = {
  title: say('system-prompt.section'),
  inputs: promptInputs,
  summarize: ({ text }) => excerpt(text, 1_200),
  read: ({ name, text }) => ({ name, text }),
  write: (values) => values,
};

export const systemPromptDashboard = defineDashboard({
  command: 'admin',
  sections: { 'system-prompt': prompt },
  title: ({ name }: SystemPrompt) => plain(name),
  subtitle: describeWhere,
  canEdit: () => true,
  buttons: ({ id }) => [
    button({ id: confirmRemoval.id.encode({ id }), label: say('system-prompt.delete'), style: 'danger' }),
  ],
  load: (systemPromptId, { caller }, { gateway }) =>
    gateway.call(getSystemPrompt, { caller, params: { systemPromptId } }),
  save: (systemPromptId, body, { caller }, { gateway }) =>
    gateway.call(updateSystemPrompt, { caller, params: { systemPromptId }, body }),
});

/** In which prompts it stands. */
export function describeWhere({ isGlobal, characters, serverIds }: SystemPrompt): string {
  const places = [
    ...(isGlobal ? [say('system-prompt.everywhere')] : []),
    ...characters.map(({ name }) => plain(name)),
    ...serverIds.map((id) => say('moderation.target-server', { id })),
  ];
  return places.length === 0 ? say('system-prompt.nowhere') : say('system-prompt.where', { places: places.join(', ') });
}
