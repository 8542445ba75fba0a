import type { PromptScene } from './prompt-scene.ts';

/** Names of the people whom this scene knows, for the mentions in its texts. */
export function nameFinder({
  trigger,
  persona,
  facts,
  history,
  us,
  speaker,
}: PromptScene): (personId: string) => string | null {
  const names = new Map<string, string>();
  for (const line of history) if (line.personId !== null) names.set(line.personId, line.name);
  for (const { author } of [...(facts?.references ?? []).map(({ message }) => message), ...(facts?.recent ?? [])]) {
    names.set(author.id, author.name);
  }
  names.set(trigger.author.id, persona.name);
  if (us.applicationId !== null) names.set(us.applicationId, speaker.name);
  return (personId) => names.get(personId) ?? null;
}
