import { renderPrompt } from '../render-prompt.ts';
import type { LocalModel } from './local-model.ts';

/** Shows the whole request: every parameter on a line of its own, then the messages as they were counted. */
export const echo: LocalModel = {
  pattern: 'local/echo',
  match: /^echo$/,
  listed: ['echo'],
  description: 'Answers with the request as text: its parameters, then its messages.',
  perform({ request }) {
    const { messages: _messages, tools: _tools, ...parameters } = request;
    const lines = Object.entries(parameters).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    return { text: `${lines.join('\n')}\n\n${renderPrompt(request)}` };
  },
};
