export { composePrompt, type ComposedPrompt, type PromptMessage, type PromptReport } from './compose-prompt.ts';
export { PromptTooLongError } from './fit-budget.ts';
export type { OurNames, PromptScene } from './prompt-scene.ts';
