import { ComponentType } from 'discord.js';
import { z } from 'zod';
import type { View } from '../../src/ui/view.ts';

type Node = Record<string, unknown>;

const text = (maxLength: number) => z.string().trim().min(1).max(maxLength);
const rules: Partial<Record<ComponentType, z.ZodType>> = {
  [ComponentType.TextDisplay]: z.object({ content: text(4_000) }),
  [ComponentType.Button]: z.object({ label: text(80), custom_id: text(100) }),
  [ComponentType.ActionRow]: z.object({ components: z.array(z.unknown()).min(1).max(5) }),
  [ComponentType.StringSelect]: z.object({
    custom_id: text(100),
    placeholder: text(150),
    options: z
      .array(z.object({ label: text(100), value: text(100), description: text(100).optional() }))
      .min(1)
      .max(25),
  }),
};

/**
 * What Discord would refuse in a view; empty when it takes it. Source: Discord documentation, "Component Reference":
 * 40 components and 4,000 characters in all, custom ids that differ.
 */
export function misfits(view: View): string[] {
  if ('content' in view) return text(2_000).safeParse(view.content).success ? [] : ['content'];
  const nodes = flatten(view.components);
  const length = nodes.reduce((sum, { content }) => sum + (typeof content === 'string' ? content.length : 0), 0);
  const ids = nodes.flatMap(({ custom_id: id }) => (id === undefined ? [] : [id]));
  const broken = nodes.flatMap((node) => {
    const result = rules[node['type'] as ComponentType]?.safeParse(node);
    return result === undefined || result.success ? [] : [z.prettifyError(result.error)];
  });
  return [
    ...broken,
    ...(nodes.length === 0 || nodes.length > 40 ? [`${nodes.length} components`] : []),
    ...(length > 4_000 ? [`${length} characters`] : []),
    ...(new Set(ids).size < ids.length ? ['custom ids are not unique'] : []),
  ];
}

/** All text that somebody sees in a view or a message, buttons and menus included. */
export function readText(view: object): string {
  const components = 'components' in view && Array.isArray(view.components) ? (view.components as object[]) : [];
  const content = 'content' in view && typeof view.content === 'string' ? [view.content] : [];
  const shown = flatten(components).flatMap((node) => {
    const options = Array.isArray(node['options']) ? (node['options'] as Node[]) : [];
    return [node['content'], node['label'], ...options.map((option) => option['label'])];
  });
  return [...content, ...shown].filter((each) => typeof each === 'string' && each !== '').join('\n');
}

/** Every component, parents before their children. */
export function flatten(components: readonly object[]): Node[] {
  return components.flatMap((component) => {
    const node: Node = { ...component };
    const children = Array.isArray(node['components']) ? (node['components'] as object[]) : [];
    const single = [node['accessory'], node['component']].filter((each) => typeof each === 'object' && each !== null);
    return [node, ...flatten([...children, ...single])];
  });
}
