import { type CustomId, customId, part } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import type { BotContext } from '../context.ts';
import { plain } from '../ui/elements.ts';
import type { Call } from './call.ts';
import { type ComponentHandler, onForm, opensModal } from './component.ts';
import { defineModal, input, renderModal } from './modal.ts';

interface TypedConfirmationDefinition {
  /** Both begin with the command's name. */
  askId: `${string}:${string}`;
  confirmId: `${string}:${string}`;
  /** At most 45 characters, like the label. */
  title: string;
  label: string;
  /** What has to be typed for what `id` names, however it is written. */
  phrase(id: string, call: Call, ctx: BotContext): Promise<string>;
  run(id: string, call: Call, ctx: BotContext): Promise<void>;
}

/** Something that nobody should do by one press too many: the button opens a form in which a name has to be typed. */
export interface TypedConfirmation {
  /** Of the button that asks. */
  readonly id: CustomId<{ id: string }>;
  readonly components: readonly ComponentHandler[];
}

export function defineTypedConfirmation(definition: TypedConfirmationDefinition): TypedConfirmation {
  const id = customId(definition.askId, { id: part.key });
  const modal = defineModal({
    id: customId(definition.confirmId, { id: part.key }),
    title: definition.title,
    inputs: { typed: input.short(definition.label, { isRequired: true, maxLength: 100 }) },
  });
  return {
    id,
    components: [
      opensModal(id, {
        prepare: async ({ state }) => renderModal(modal, state),
        // This form never lacks what it needs to open.
        run: async () => undefined,
      }),
      onForm(modal, async (call, ctx) => {
        const phrase = await definition.phrase(call.state.id, call, ctx);
        if (fold(call.values.typed) !== fold(phrase)) {
          throw new AppError('invalid-input', 'something else was typed', {
            reason: 'typed-name-differs',
            facts: { name: plain(phrase) },
          });
        }
        await definition.run(call.state.id, call, ctx);
      }),
    ],
  };
}

const fold = (text: string): string => text.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
