import { hash } from 'node:crypto';
import type { ChatMessage, ChatRequest } from './chat-request.ts';

/**
 * The request as the one text whose tokens are counted and whose beginning is compared: tools first,
 * then the messages. Order is what vendors document for their prefix caches.
 */
export function renderPrompt(request: ChatRequest): string {
  const tools = request.tools?.length ? `${JSON.stringify(request.tools)}\n` : '';
  return tools + request.messages.map(renderMessage).join('');
}

function renderMessage(message: ChatMessage): string {
  const calls = message['tool_calls'] === undefined ? '' : JSON.stringify(message['tool_calls']);
  return `[${message.role}]\n${renderContent(message.content)}${calls}\n`;
}

function renderContent(content: ChatMessage['content']): string {
  if (typeof content === 'string') return content;
  return (content ?? [])
    .map((part) => part.text ?? `<${part.type} ${hash('sha256', JSON.stringify(part)).slice(0, 16)}>`)
    .join('\n');
}
