/** Every component in the tree, parents before their children. */
export function flatten(components: readonly object[]): Record<string, unknown>[] {
  return components.flatMap((component) => {
    const node = component as Record<string, unknown>;
    const children = Array.isArray(node['components']) ? (node['components'] as object[]) : [];
    const single = [node['accessory'], node['component']].filter((each) => typeof each === 'object' && each !== null);
    return [node, ...flatten([...children, ...single] as object[])];
  });
}

/** Buttons and selects that a person can press, with their custom ids. */
export function findByCustomId(components: readonly object[], wanted: string): Record<string, unknown> | undefined {
  return flatten(components).find((each) => each['custom_id'] === wanted);
}
