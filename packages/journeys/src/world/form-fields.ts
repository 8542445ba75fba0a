import { allComponents, type Component, type DiscordModal } from './discord-messages.ts';

/** One input of a form, as a person sees it. */
export interface FormField {
  label: string;
  customId: string;
  /** What it is filled with, or which choice is made; empty when nothing. */
  value: string;
  isRequired: boolean;
  maxLength: number | null;
}

const LABEL = 18;
const STRING_SELECT = 3;

export function fieldsOf({ components }: DiscordModal): FormField[] {
  return labelsOf(components).map(({ label, input }) => ({
    label,
    customId: String(input['custom_id']),
    value: valueOf(input),
    isRequired: input['required'] !== false,
    maxLength: typeof input['max_length'] === 'number' ? input['max_length'] : null,
  }));
}

/**
 * The form as it is sent: what was filled in by label, and what it held already in the other inputs.
 * @throws Error that names the labels there are, when one of those given is not among them
 */
export function fillForm({ components }: DiscordModal, filled: Readonly<Record<string, string>>): object[] {
  const labels = labelsOf(components);
  for (const label of Object.keys(filled)) {
    if (!labels.some((each) => each.label === label))
      throw new Error(`the form has no ${label}; it has ${labels.map((each) => each.label).join(', ')}`);
  }
  return labels.map(({ id, label, input }) => {
    const base = {
      type: input.type,
      custom_id: input['custom_id'],
      ...(input['id'] !== undefined && { id: input['id'] }),
    };
    if (input.type !== STRING_SELECT)
      return { type: LABEL, ...id, component: { ...base, value: filled[label] ?? input['value'] ?? '' } };
    const value = filled[label] === undefined ? chosen(input) : choiceNamed(input, filled[label]);
    return { type: LABEL, ...id, component: { ...base, values: value === undefined ? [] : [value] } };
  });
}

function labelsOf(components: readonly unknown[]): { id: object; label: string; input: Component }[] {
  return allComponents(components).flatMap((component) => {
    const [, input] = component.type === LABEL ? allComponents([component]) : [];
    if (input === undefined) return [];
    return [
      { id: component['id'] === undefined ? {} : { id: component['id'] }, label: String(component['label']), input },
    ];
  });
}

function valueOf(input: Component): string {
  if (input.type === STRING_SELECT) return chosen(input) ?? '';
  return typeof input['value'] === 'string' ? input['value'] : '';
}

interface Choice {
  label: string;
  value: string;
  default?: boolean;
}

/** What a menu offers. */
function choicesOf(menu: Component): Choice[] {
  const { options } = menu;
  return Array.isArray(options) ? (options as Choice[]) : [];
}

function chosen(menu: Component): string | undefined {
  return choicesOf(menu).find((choice) => choice.default === true)?.value;
}

/** @throws Error when the menu does not offer it */
export function choiceNamed(menu: Component, label: string): string {
  const choice = choicesOf(menu).find((each) => each.label === label);
  if (choice !== undefined) return choice.value;
  const offered = choicesOf(menu).map((each) => each.label);
  throw new Error(`the menu offers no ${label}, only ${offered.join(', ')}`);
}
