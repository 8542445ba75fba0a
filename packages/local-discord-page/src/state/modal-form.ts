import type { Upload } from '../discord/rest.ts';
import type { Component, Modal } from '../discord/types.ts';

/** What a person entered for one input of a modal. Text, chosen values, one choice, a tick, or files. */
export interface ModalEntry {
  text?: string;
  values?: readonly string[];
  value?: string;
  isChecked?: boolean;
  files?: readonly Upload[];
}

/** By custom id. */
export type ModalEntries = Readonly<Record<string, ModalEntry>>;

type Input = Extract<Component, { custom_id: string }>;

const isInput = (component: Component): component is Input =>
  component.type !== 2 && 'custom_id' in component && typeof component.custom_id === 'string';

/** Every input of a modal, labels and rows looked through. */
export const inputsOf = (components: readonly Component[]): readonly Input[] =>
  components.flatMap((component): readonly Input[] => {
    if (component.type === 18) return inputsOf([component.component]);
    if (component.type === 1) return inputsOf(component.components);
    return isInput(component) ? [component] : [];
  });

/** What the inputs of a fresh modal hold. */
export const startEntries = (modal: Modal): ModalEntries =>
  Object.fromEntries(
    inputsOf(modal.components).map((input): [string, ModalEntry] => {
      switch (input.type) {
        case 4:
          return [input.custom_id, { text: input.value ?? '' }];
        case 3:
        case 22:
          return [
            input.custom_id,
            { values: (input.options ?? []).filter((option) => option.default === true).map(({ value }) => value) },
          ];
        case 5:
        case 6:
        case 7:
        case 8:
          return [input.custom_id, { values: (input.default_values ?? []).map(({ id }) => id) }];
        case 21: {
          const chosen = input.options.find((option) => option.default === true)?.value;
          return [input.custom_id, chosen === undefined ? {} : { value: chosen }];
        }
        case 23:
          return [input.custom_id, { isChecked: input.default ?? false }];
        case 19:
          return [input.custom_id, { files: [] }];
        default:
          return input satisfies never;
      }
    }),
  );

const howMany = (count: number, min: number, max: number, noun: string): string | null => {
  if (count < min)
    return min === 1 ? `Choose ${noun === 'option' ? 'an' : 'a'} ${noun}.` : `Choose at least ${min} ${noun}s.`;
  return count > max ? `Choose at most ${max} ${noun}${max === 1 ? '' : 's'}.` : null;
};

/** What is wrong with one input, in a sentence, or null. */
export const entryProblem = (input: Input, entry: ModalEntry = {}): string | null => {
  const isRequired = !('required' in input) || (input.required ?? true);
  switch (input.type) {
    case 4: {
      const { length } = entry.text ?? '';
      if (length === 0) return isRequired ? 'This field is required.' : null;
      if (length < (input.min_length ?? 0)) return `Must be at least ${input.min_length} characters.`;
      const max = input.max_length ?? 4_000;
      return length > max ? `Must be ${max} or fewer characters.` : null;
    }
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
    case 22: {
      const count = entry.values?.length ?? 0;
      if (count === 0 && !isRequired) return null;
      const most = input.type === 22 ? input.options.length : 1;
      return howMany(
        count,
        isRequired ? Math.max(1, input.min_values ?? 1) : (input.min_values ?? 0),
        input.max_values ?? most,
        'option',
      );
    }
    case 21:
      return entry.value === undefined && isRequired ? 'Choose an option.' : null;
    case 19: {
      const count = entry.files?.length ?? 0;
      if (count === 0 && !isRequired) return null;
      return howMany(count, isRequired ? Math.max(1, input.min_values ?? 1) : 0, input.max_values ?? 1, 'file');
    }
    case 23:
      return null;
    default:
      return input satisfies never;
  }
};

const submitted = (component: Component, entries: ModalEntries, files: Upload[]): unknown => {
  const id = component.id === undefined ? {} : { id: component.id };
  if (component.type === 1) {
    return { type: 1, ...id, components: component.components.map((inner) => submitted(inner, entries, files)) };
  }
  if (component.type === 18) return { type: 18, ...id, component: submitted(component.component, entries, files) };
  if (!isInput(component)) return { type: component.type, ...id };
  const entry = entries[component.custom_id] ?? {};
  const base = { type: component.type, ...id, custom_id: component.custom_id };
  switch (component.type) {
    case 4:
      return { ...base, value: entry.text ?? '' };
    case 21:
      return { ...base, value: entry.value ?? null };
    case 23:
      return { ...base, value: entry.isChecked ?? false };
    case 19: {
      const values = (entry.files ?? []).map((file) => String(files.push(file) - 1));
      return { ...base, values };
    }
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
    case 22:
      return { ...base, values: entry.values ?? [] };
    default:
      return component satisfies never;
  }
};

/** What POST /interactions takes for a filled-in modal; file inputs name files by their index. */
export const toSubmission = (
  modal: Modal,
  entries: ModalEntries,
): { components: readonly unknown[]; files: readonly Upload[] } => {
  const files: Upload[] = [];
  const components = modal.components
    .filter((component) => component.type !== 10)
    .map((component) => submitted(component, entries, files));
  return { components, files };
};
