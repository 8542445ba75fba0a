import { vendorConformance } from '../conformance.ts';
import { local } from './index.ts';

vendorConformance(local, { spec: 'openai' });
