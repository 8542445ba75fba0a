import { z } from 'zod';

import type { ListedModel } from '../vendor.ts';
import { VendorFailure } from '../vendor-failure.ts';

const count = z.number().int().positive().nullish().catch(null);
const words = z.array(z.string()).nullish().catch(null);
const flag = z.boolean().nullish().catch(null);
/** Dollars per token, as text. */
const price = z.string().nullish().catch(null);

/**
 * A line of a list of models: OpenAI's has no more than the id. Sources: the API references of OpenRouter ("List models"),
 * Mistral ("List models"), Groq ("List models") and vLLM (`max_model_len`).
 */
const Line = z.object({
  id: z.string().min(1).max(200),
  name: z.string().nullish().catch(null),
  context_length: count,
  max_context_length: count,
  context_window: count,
  max_model_len: count,
  pricing: z.object({ prompt: price, completion: price }).nullish().catch(null),
  architecture: z.object({ input_modalities: words, output_modalities: words }).nullish().catch(null),
  supported_parameters: words,
  capabilities: z
    .object({ completion_chat: flag, function_calling: flag, vision: flag, reasoning: flag })
    .nullish()
    .catch(null),
});
type Line = z.output<typeof Line>;

const ModelList = z.object({ data: z.array(z.unknown()) });

/** @throws VendorFailure `unreadable` for what is no list; a line that does not fit is left out */
export function readModels(answer: unknown): ListedModel[] {
  const { data, success } = ModelList.safeParse(answer);
  if (!success) throw new VendorFailure({ kind: 'unreadable' });
  return data.data.flatMap((line) => {
    const read = Line.safeParse(line);
    return read.success && isChat(read.data) ? [toModel(read.data)] : [];
  });
}

/** Some lists name what makes vectors or pictures too, and say so. */
function isChat({ architecture, capabilities }: Line): boolean {
  const makes = architecture?.output_modalities;
  return (makes === null || makes === undefined || makes.includes('text')) && capabilities?.completion_chat !== false;
}

function toModel(line: Line): ListedModel {
  const { architecture, capabilities, supported_parameters: takes, pricing } = line;
  const has = (word: string) => takes?.includes(word);
  return {
    id: line.id,
    label: line.name === line.id ? null : (line.name?.slice(0, 200) ?? null),
    contextTokens: line.context_length ?? line.max_context_length ?? line.context_window ?? line.max_model_len ?? null,
    promptUsd: perMillion(pricing?.prompt),
    completionUsd: perMillion(pricing?.completion),
    seesPictures: architecture?.input_modalities?.includes('image') ?? capabilities?.vision ?? null,
    usesTools: has('tools') ?? capabilities?.function_calling ?? null,
    reasons: has('reasoning') ?? capabilities?.reasoning ?? null,
  };
}

/** A price that depends on the model which is chosen is told as -1. */
function perMillion(perToken: string | null | undefined): number | null {
  const usd = Number(perToken ?? Number.NaN) * 1_000_000;
  return Number.isFinite(usd) && usd >= 0 && usd <= 1_000_000 ? Number(usd.toPrecision(6)) : null;
}
