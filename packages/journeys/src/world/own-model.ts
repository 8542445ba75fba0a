import type { Answer } from './interactions.ts';
import type { Person } from './person.ts';

/** Stores a key with local-model by `/wallet set`. @returns the verdict */
export async function storesKey(person: Person, channelId: string, key: string): Promise<Answer> {
  const form = await person.opens('/wallet set', { vendor: 'local' }, channelId);
  return (await form.submits({ Key: key })).becomes(/accepts your|rejected your|couldn't test your/);
}

/** From now on this person talks to this model of local-model; they need a key. */
export async function talksTo(
  person: Person,
  channelId: string,
  model: string,
  { maxTokens }: { maxTokens?: number } = {},
): Promise<void> {
  let preset = await person.uses('/preset create', { name: `to ${model}`, model, vendor: 'local' }, channelId);
  if (maxTokens !== undefined)
    preset = await (await preset.opens('Edit', 'Output')).submits({ max_tokens: `${maxTokens}` });
  await (await preset.presses('Use by default')).becomes('This is your default preset');
}
