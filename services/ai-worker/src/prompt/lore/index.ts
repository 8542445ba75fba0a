export { type CompiledBook, compileBook } from './compile-book.ts';
export { type Lore, type LoreQuestion, type LoreReason, type LoreVerdict, tellLore, type ToldLore } from './tell-lore.ts';
