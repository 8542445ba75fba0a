export { composePrompt, type PromptMessage } from './compose-prompt.ts';
export { PromptTooLongError } from './fit-budget.ts';
export type { PromptScene } from './prompt-scene.ts';
