import { vendorConformance } from '../conformance.ts';
import { openai } from './index.ts';

vendorConformance(openai, { spec: 'openai', models: ['local/story', 'o4-mini', 'gpt-5.2'] });
