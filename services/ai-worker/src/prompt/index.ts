export { composePrompt } from './compose-prompt.ts';
export { writeGreeting } from './expand-card.ts';
export { PromptTooLongError } from './fit-budget.ts';
export { type CompiledBook, compileBook, type Lore, loreOfScene } from './lore/index.ts';
export type { PromptMessage } from './place-in-chat.ts';
export type { PromptScene } from './prompt-scene.ts';
export { writeMemories } from './write-memories.ts';
