import { ComponentType } from 'discord-api-types/v10';
import { formError } from '../errors.ts';
import type { Resolver } from './resolve.ts';

/** Checks what was picked in a select menu and resolves the ids in it. @throws ApiError 50035 */
export function acceptSelection(
  select: Readonly<Record<string, unknown>>,
  values: readonly string[],
  resolver: Resolver,
  path: (string | number)[],
): void {
  const min = Number(select['min_values'] ?? 1);
  const max = Number(select['max_values'] ?? 1);
  if (values.length < min || values.length > max || new Set(values).size !== values.length) {
    throw formError({ path, code: 'BASE_TYPE_BAD_LENGTH', message: `Must be between ${min} and ${max} in length.` });
  }
  for (const value of values) {
    switch (select['type']) {
      case ComponentType.StringSelect: {
        const known = ((select['options'] ?? []) as { value: string }[]).map((option) => option.value);
        if (!known.includes(value)) {
          throw formError({ path, code: 'BASE_TYPE_CHOICES', message: `Value must be one of {${known.join(', ')}}.` });
        }
        break;
      }
      case ComponentType.UserSelect:
        resolver.user(value, path);
        break;
      case ComponentType.RoleSelect:
        resolver.role(value, path);
        break;
      case ComponentType.MentionableSelect:
        resolver.mentionable(value, path);
        break;
      case ComponentType.ChannelSelect:
        resolver.channel(value, path);
        break;
      default:
        throw formError({ path, code: 'COMPONENT_TYPE_INVALID', message: 'This component takes no values.' });
    }
  }
}
