import type { PromptScene } from './prompt-scene.ts';
import { personaNamesOf } from './timeline.ts';

/** Names of the people whom this scene knows, for the mentions in its texts. */
export function nameFinder(scene: PromptScene): (personId: string) => string | null {
  const { facts, us, speaker } = scene;
  const shown = [...(facts?.references ?? []).map(({ message }) => message), ...(facts?.recent ?? [])];
  const names = new Map([...shown.map(({ author }) => [author.id, author.name] as const), ...personaNamesOf(scene)]);
  if (us.applicationId !== null) names.set(us.applicationId, speaker.name);
  return (personId) => names.get(personId) ?? null;
}
