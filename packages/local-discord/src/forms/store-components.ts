import { ComponentType, SeparatorSpacingSize } from 'discord-api-types/v10';
import { flatten } from './component-tree.ts';

/** What Discord fills in where a component leaves it open, by type. */
const filledIn: Readonly<Record<number, Record<string, unknown>>> = {
  [ComponentType.StringSelect]: { min_values: 1, max_values: 1 },
  [ComponentType.UserSelect]: { min_values: 1, max_values: 1 },
  [ComponentType.RoleSelect]: { min_values: 1, max_values: 1 },
  [ComponentType.MentionableSelect]: { min_values: 1, max_values: 1 },
  [ComponentType.ChannelSelect]: { min_values: 1, max_values: 1 },
  [ComponentType.Thumbnail]: { description: null, spoiler: false },
  [ComponentType.File]: { spoiler: false, name: null, size: null },
  [ComponentType.Separator]: { divider: true, spacing: SeparatorSpacingSize.Small },
  [ComponentType.Container]: { accent_color: null, spoiler: false },
};

/** A message's components as Discord keeps them; whether one must be answered is asked in modals only. */
export function storeComponents(components: readonly object[], newId: () => string): object[] {
  return keepComponents(components, newId, new Set(['required']));
}

/** A modal's components as Discord shows them. */
export function storeModalComponents(components: readonly object[], newId: () => string): object[] {
  return keepComponents(components, newId, new Set());
}

/** Every component has a number, absent means absent, and media have ids of their own. */
function keepComponents(components: readonly object[], newId: () => string, dropped: ReadonlySet<string>): object[] {
  const taken = new Set(flatten(components).flatMap((each) => (each['id'] ? [each['id']] : [])));
  let next = 1;
  const nextNumber = () => {
    while (taken.has(next)) next += 1;
    taken.add(next);
    return next;
  };

  const storeMedia = (shown: object) => ({ id: newId(), proxy_url: (shown as { url: string }).url, ...shown });
  const store = (component: object): object => {
    const { type } = component as { type: number };
    const stored: Record<string, unknown> = { ...filledIn[type], ...present(component, dropped) };
    stored['id'] = stored['id'] || nextNumber();
    for (const key of ['accessory', 'component']) {
      if (isObject(stored[key])) stored[key] = store(stored[key]);
    }
    for (const key of ['media', 'file']) if (isObject(stored[key])) stored[key] = storeMedia(stored[key]);
    if (Array.isArray(stored['items'])) {
      stored['items'] = (stored['items'] as { media: object }[]).map((item) => ({
        description: null,
        spoiler: false,
        ...present(item),
        media: storeMedia(item.media),
      }));
    }
    if (Array.isArray(stored['components'])) stored['components'] = (stored['components'] as object[]).map(store);
    return stored;
  };
  return components.map(store);
}

/** Without what is null, at any depth. */
function present(component: object, dropped: ReadonlySet<string> = new Set()): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(component)
      .filter(([key, value]) => value !== undefined && value !== null && !dropped.has(key))
      .map(([key, value]) => [key, presentBelow(value)]),
  );
}

function presentBelow(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(presentBelow);
  return isObject(value) ? present(value) : value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
