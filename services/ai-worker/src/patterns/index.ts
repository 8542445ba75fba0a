export { compilePattern, type Match, type Pattern, PatternTooCostly, readPattern } from './pattern.ts';
