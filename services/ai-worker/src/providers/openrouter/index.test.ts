import { providerConformance } from '../conformance.ts';
import { openrouter } from './index.ts';

providerConformance(openrouter, { spec: 'openrouter' });
