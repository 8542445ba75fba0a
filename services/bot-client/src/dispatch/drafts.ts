import { randomBytes } from 'node:crypto';
import type { SharedState } from '@tzurot/platform';
import type { ModalSubmitInteraction } from 'discord.js';
import { z } from 'zod';
import { type Inputs, readOpenValues } from '../define/modal.ts';

const KEEP_MS = 60 * 60_000;

/** What somebody typed into a form that could not be taken, without secrets. */
const Draft = z.object({ customId: z.string(), values: z.record(z.string(), z.string()) });
type Draft = z.infer<typeof Draft>;

/** Keeps what was typed for an hour, for this person alone. Returns the draft's key. */
export async function keepDraft(
  state: SharedState,
  interaction: ModalSubmitInteraction,
  inputs: Inputs,
): Promise<string> {
  const key = randomBytes(9).toString('base64url');
  const draft: Draft = { customId: interaction.customId, values: readOpenValues(inputs, interaction) };
  await state.set(draftKey(interaction.user.id, key), draft, { ttlMs: KEEP_MS });
  return key;
}

/** Null when it has expired, or is somebody else's. */
export async function findDraft(state: SharedState, userId: string, key: string): Promise<Draft | null> {
  return Draft.nullable().parse(await state.get(draftKey(userId, key)));
}

function draftKey(userId: string, key: string): string {
  return `draft:${userId}:${key}`;
}
