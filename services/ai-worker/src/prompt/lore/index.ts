export { type CompiledBook, compileBook } from './compile-book.ts';
export { loreOfScene } from './lore-of-scene.ts';
export type { Lore, LoreVerdict } from './tell-lore.ts';
