export { composePrompt } from './compose-prompt.ts';
export { countTokens } from './count-tokens.ts';
export { writeGreeting } from './expand-card.ts';
export { expandMacros } from './expand-macros.ts';
export { PromptTooLongError } from './fit-budget.ts';
export { type CompiledBook, compileBook, loreOfScene, tellLore } from './lore/index.ts';
export type { PromptMessage } from './place-in-chat.ts';
export type { PromptScene } from './prompt-scene.ts';
export { writeMemories } from './write-memories.ts';
