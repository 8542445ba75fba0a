import { providerConformance } from '../conformance.ts';
import { ollama } from './index.ts';

providerConformance(ollama, { spec: 'openai' });
