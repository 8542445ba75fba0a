import { providerConformance } from '../conformance.ts';
import { openai } from './index.ts';

providerConformance(openai, { spec: 'openai', models: ['local/story', 'o4-mini', 'gpt-5.2'] });
