import { z } from 'zod';
import { parseChatRequest, parseOrRefuse } from '../chat-request.ts';
import { answerChat } from './chat-completions.ts';
import type { Route } from './route.ts';

const Part = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ inlineData: z.strictObject({ mimeType: z.string(), data: z.string() }) }),
]);

/** Closed, because the real one refuses what it does not know. Source: Gemini API reference, "models.generateContent". */
const GenerateRequest = z.strictObject({
  contents: z.array(z.strictObject({ role: z.enum(['user', 'model']), parts: z.array(Part).min(1) })).min(1),
  systemInstruction: z
    .strictObject({ role: z.string().optional(), parts: z.array(z.strictObject({ text: z.string() })) })
    .optional(),
  safetySettings: z.array(z.strictObject({ category: z.string(), threshold: z.string() })).optional(),
  generationConfig: z
    .strictObject({
      maxOutputTokens: z.int().min(1).optional(),
      temperature: z.number().min(0).max(2).optional(),
      topP: z.number().min(0).max(1).optional(),
      topK: z.int().min(1).optional(),
      frequencyPenalty: z.number().min(-2).max(2).optional(),
      presencePenalty: z.number().min(-2).max(2).optional(),
      seed: z.int().optional(),
      stopSequences: z.array(z.string()).max(5).optional(),
      responseMimeType: z.string().optional(),
      thinkingConfig: z
        .strictObject({
          thinkingBudget: z.int().min(-1).optional(),
          thinkingLevel: z.string().optional(),
          includeThoughts: z.boolean().optional(),
        })
        .refine(
          ({ thinkingBudget, thinkingLevel }) => thinkingBudget === undefined || thinkingLevel === undefined,
          'You can only set only one of thinking budget and thinking level.',
        )
        .optional(),
    })
    .optional(),
});

/** Google's way to talk: the model stands in the path. */
export const googleGenerateContent: Route = {
  method: 'POST',
  path: /^\/models\/(.+):(generateContent|streamGenerateContent)$/,
  vendors: ['google'],

  async handle(call) {
    const body = parseOrRefuse(GenerateRequest, call.body);
    const { maxOutputTokens, stopSequences, responseMimeType } = body.generationConfig ?? {};
    const request = parseChatRequest({
      model: call.pathParameter,
      messages: [
        ...(body.systemInstruction === undefined
          ? []
          : [{ role: 'system', content: toContent(body.systemInstruction) }]),
        ...body.contents.map((content) => ({
          role: content.role === 'model' ? 'assistant' : 'user',
          content: toContent(content),
        })),
      ],
      ...(maxOutputTokens !== undefined && { max_tokens: maxOutputTokens }),
      ...(stopSequences !== undefined && { stop: stopSequences.slice(0, 4) }),
      ...(responseMimeType === 'application/json' && { response_format: { type: 'json_object' } }),
    });
    call.exchange.entry.model = request.model;
    await answerChat(call, request, { isStreamed: call.verb === 'streamGenerateContent', includeUsage: true });
  },
};

function toContent({ parts }: { parts: readonly z.infer<typeof Part>[] }): unknown[] {
  return parts.map((part) =>
    'text' in part ? { type: 'text', text: part.text } : { type: 'image', ...part.inlineData },
  );
}
