export { compilePattern, type Pattern, readPattern } from './pattern.ts';
export { applyRules } from './text-rules.ts';
