import { type RefusalCase, vendorConformance } from '../conformance.ts';
import { ollama } from './index.ts';

const error = (message: string) => ({ error: { message, type: 'api_error', param: null, code: null } });

const refusals: RefusalCase[] = [
  [404, error('model "llama9" not found, try pulling it first'), 'not-found'],
  [400, error('"nomic-embed-text" does not support chat'), 'not-found'],
  [500, error('model requires more system memory (12.0 GiB) than is available (8.0 GiB)'), 'overloaded'],
  [503, error('server busy, please try again. maximum pending requests exceeded'), 'overloaded'],
];

vendorConformance(ollama, {
  basePath: '',
  spec: 'openai',
  alwaysSent: ['model', 'messages', 'stream', 'stream_options', 'max_tokens'],
  refusals,
});
