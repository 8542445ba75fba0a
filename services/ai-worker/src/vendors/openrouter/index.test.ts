import { vendorConformance } from '../conformance.ts';
import { openrouter } from './index.ts';

vendorConformance(openrouter, { spec: 'openrouter' });
