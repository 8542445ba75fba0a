import { createHash } from 'node:crypto';
import type { LocalModelServer, LoggedRequest } from '@tzurot/local-model';
import { z } from 'zod';

/** What a model was asked. */
export interface Prompt {
  model: string;
  /** All messages as one text. */
  text: string;
  /** The last message: the context block and what the person said. */
  question: string;
  /** Everything else in the request. */
  parameters: Readonly<Record<string, unknown>>;
  keySha256: string | null;
  /** Whether the model answered, or whoever asked went away. */
  outcome: LoggedRequest['outcome'];
}

const Body = z.looseObject({
  messages: z.array(
    z.object({
      role: z.string(),
      content: z.union([z.string(), z.array(z.object({ text: z.string().default('') }))]),
    }),
  ),
});

/** What the models here were asked, oldest first, when the last message holds `saying`. */
export function promptsAbout(model: LocalModelServer, saying: string): Prompt[] {
  return model.log().flatMap(({ body, model: name, keySha256, outcome }) => {
    const parsed = Body.safeParse(body);
    if (!parsed.success) return [];
    const { messages, ...parameters } = parsed.data;
    const texts = messages.map(({ content }) =>
      typeof content === 'string' ? content : content.map(({ text }) => text).join('\n'),
    );
    const question = texts.at(-1) ?? '';
    if (!question.includes(saying)) return [];
    return [{ model: name ?? '', text: texts.join('\n'), question, parameters, keySha256, outcome }];
  });
}

/** How a key appears in the log of local-model. */
export function sha256(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
