export { english } from './english/index.ts';
export { explainFailure, explainField, type Failure } from './explain.ts';
export { type Facts, type SentenceKey, say } from './say.ts';
