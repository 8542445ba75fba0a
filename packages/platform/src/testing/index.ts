export { type FakeClock, fakeClock } from './fake-clock.ts';
export { type Answered, answer, type FakeGateway, fakeGateway, type RecordedCall } from './fake-gateway.ts';
export { type FakeLog, fakeLog, type LogLine } from './fake-log.ts';
export { type AnsweredJob, answerJob, type EnqueuedJob, type FakeQueues, fakeQueues } from './fake-queues.ts';
export { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
export { fuzzed } from './fuzzed.ts';
export { sampleVendors } from './sample-vendors.ts';
