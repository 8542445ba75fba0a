export { type CompiledBook, compileBook } from './compile-book.ts';
export { loreOfScene } from './lore-of-scene.ts';
export { tellLore } from './tell-lore.ts';
