import { vendorConformance } from '../conformance.ts';
import { ollama } from './index.ts';

vendorConformance(ollama, { spec: 'openai' });
