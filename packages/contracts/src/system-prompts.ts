import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
import { patchOf } from './patch-of.ts';
import { rowsOf } from './rows.ts';
import { nameOf, Text } from './text.ts';

/** What an operator tells the model: in every prompt, or where it is assigned. */
export const SystemPromptDraft = z.object({
  name: nameOf(LIMITS.presetName),
  text: Text.trim().min(1).max(LIMITS.systemPromptText),
});
export type SystemPromptDraft = z.infer<typeof SystemPromptDraft>;

export const SystemPrompt = SystemPromptDraft.extend({
  id: Id,
  /** In every prompt. */
  isGlobal: z.boolean(),
  characters: z.array(z.object({ id: Id, name: z.string() })),
  serverIds: z.array(Snowflake),
});
export type SystemPrompt = z.infer<typeof SystemPrompt>;

const params = z.object({ systemPromptId: Id });

/** @throws `conflict` when another one is called so */
export const createSystemPrompt = defineRoute({
  name: 'system-prompt.create',
  method: 'POST',
  path: '/operator/system-prompts',
  body: SystemPromptDraft,
  output: SystemPrompt,
});

export const listSystemPrompts = defineRoute({
  name: 'system-prompt.list',
  method: 'GET',
  path: '/operator/system-prompts',
  output: z.object({ items: rowsOf('system prompt', SystemPrompt) }),
});

export const getSystemPrompt = defineRoute({
  name: 'system-prompt.get',
  method: 'GET',
  path: '/operator/system-prompts/:systemPromptId',
  params,
  output: SystemPrompt,
});

export const updateSystemPrompt = defineRoute({
  name: 'system-prompt.update',
  method: 'PATCH',
  path: '/operator/system-prompts/:systemPromptId',
  params,
  body: patchOf(SystemPromptDraft.shape),
  output: SystemPrompt,
});

/** It leaves every prompt that it was in. */
export const deleteSystemPrompt = defineRoute({
  name: 'system-prompt.delete',
  method: 'DELETE',
  path: '/operator/system-prompts/:systemPromptId',
  params,
  output: z.object({ name: z.string() }),
});

/** In which prompts it stands. A character and a server have one each, which another one replaces. */
export const assignSystemPrompt = defineRoute({
  name: 'system-prompt.assign',
  method: 'PUT',
  path: '/operator/system-prompts/:systemPromptId/assign',
  params,
  body: z.object({
    to: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('everywhere') }),
      z.object({ kind: z.literal('character'), characterId: Id }),
      z.object({ kind: z.literal('server'), serverId: Snowflake }),
    ]),
    /** False takes it away from there. */
    isAssigned: z.boolean(),
  }),
  output: SystemPrompt,
});
