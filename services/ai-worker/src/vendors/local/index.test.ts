import { vendorConformance } from '../conformance.ts';
import { local } from './index.ts';

vendorConformance(local, {
  basePath: '',
  spec: 'openai',
  alwaysSent: ['model', 'messages', 'stream', 'stream_options', 'max_completion_tokens'],
  refusals: [],
});
