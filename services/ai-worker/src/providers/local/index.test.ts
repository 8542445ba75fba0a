import { providerConformance } from '../conformance.ts';
import { local } from './index.ts';

providerConformance(local, { spec: 'openai' });
