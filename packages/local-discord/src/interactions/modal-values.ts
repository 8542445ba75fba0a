import { ComponentType } from 'discord-api-types/v10';
import { type ApiError, formError } from '../errors.ts';
import { flatten } from '../forms/component-tree.ts';
import type { ModalData } from '../forms/interaction.ts';
import type { Resolver } from './resolve.ts';
import { acceptSelection } from './selection.ts';
import type { OpenModal } from './types.ts';

/** What a person entered, keyed by custom id. */
type Entered = ReadonlyMap<string, { readonly value?: unknown; readonly values?: readonly string[] }>;

/**
 * A submitted modal as the application receives it: the modal's own shape, filled in.
 * @throws ApiError 50035 for inputs the modal does not have or does not accept
 */
export function acceptModal(modal: OpenModal, data: ModalData, resolver: Resolver): object[] {
  const entered: Entered = new Map(
    flatten(data.components).flatMap((each) => {
      if (typeof each['custom_id'] !== 'string') return [];
      const values = Array.isArray(each['values']) ? each['values'].map(String) : undefined;
      return [[each['custom_id'], { value: each['value'], ...(values ? { values } : {}) }] as const];
    }),
  );
  const known = new Set(flatten(modal.components).map((each) => each['custom_id']));
  for (const customId of entered.keys()) {
    if (!known.has(customId)) throw invalid(customId, 'COMPONENT_UNKNOWN', 'The modal has no input of this custom id.');
  }
  return modal.components.map((component) => fill(component as Record<string, unknown>, entered, resolver));
}

function fill(component: Record<string, unknown>, entered: Entered, resolver: Resolver): object {
  const { type, id } = component;
  switch (type) {
    case ComponentType.ActionRow: {
      const inputs = component['components'] as Record<string, unknown>[];
      return { type, id, components: inputs.map((input) => fillInput(input, entered, resolver)) };
    }
    case ComponentType.Label:
      return { type, id, component: fillInput(component['component'] as Record<string, unknown>, entered, resolver) };
    default:
      return { type, id };
  }
}

function fillInput(input: Record<string, unknown>, entered: Entered, resolver: Resolver): object {
  const { type, id } = input;
  const customId = String(input['custom_id']);
  const given = entered.get(customId);
  const isRequired = input['required'] !== false;
  const answer = { type, id, custom_id: customId };

  switch (type) {
    case ComponentType.TextInput: {
      const text = typeof given?.value === 'string' ? given.value : '';
      checkText(text, input, isRequired, customId);
      return { ...answer, value: text };
    }
    case ComponentType.FileUpload: {
      const keys = given?.values ?? [];
      checkCount(keys.length, input, isRequired, customId);
      return { ...answer, values: keys.map((key) => resolver.attachment(key, ['data', 'components', customId])) };
    }
    case 21: {
      const value = typeof given?.value === 'string' ? given.value : null;
      if (isRequired && value === null) throw required(customId);
      requireOption(input, value === null ? [] : [value], customId);
      return { ...answer, value };
    }
    case 22: {
      const values = given?.values ?? [];
      checkCount(values.length, input, isRequired, customId);
      requireOption(input, values, customId);
      return { ...answer, values };
    }
    case 23:
      return { ...answer, value: given?.value === true };
    default: {
      const values = given?.values ?? [];
      if (values.length > 0 || isRequired) acceptSelection(input, values, resolver, ['data', 'components', customId]);
      return { ...answer, values };
    }
  }
}

function checkText(text: string, input: Record<string, unknown>, isRequired: boolean, customId: string): void {
  if (text === '') {
    if (isRequired) throw required(customId);
    return;
  }
  const min = Number(input['min_length'] ?? 0);
  const max = Number(input['max_length'] ?? 4_000);
  if (text.length < min) throw invalid(customId, 'BASE_TYPE_MIN_LENGTH', `Must be ${min} or more in length.`);
  if (text.length > max) throw invalid(customId, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
}

function checkCount(count: number, input: Record<string, unknown>, isRequired: boolean, customId: string): void {
  if (count === 0 && !isRequired) return;
  const min = Number(input['min_values'] ?? 1);
  const max = Number(input['max_values'] ?? (input['type'] === 22 ? 10 : 1));
  if (count < min || count > max) {
    throw invalid(customId, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
  }
}

function requireOption(input: Record<string, unknown>, values: readonly string[], customId: string): void {
  const known = ((input['options'] ?? []) as { value: string }[]).map(({ value }) => value);
  const stray = values.find((value) => !known.includes(value));
  if (stray !== undefined) throw invalid(customId, 'BASE_TYPE_CHOICES', `Value must be one of {${known.join(', ')}}.`);
}

function required(customId: string): ApiError {
  return invalid(customId, 'BASE_TYPE_REQUIRED', 'This field is required');
}

function invalid(customId: string, code: string, message: string): ApiError {
  return formError({ path: ['data', 'components', customId], code, message });
}
