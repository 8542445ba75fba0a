export { type FakeClock, fakeClock } from './fake-clock.ts';
export { type Answered, answer, type FakeGateway, fakeGateway, type RecordedCall } from './fake-gateway.ts';
export { type FakeLog, fakeLog, type LogLine } from './fake-log.ts';
export { type AnsweredJob, answerJob, type EnqueuedJob, type FakeQueues, fakeQueues } from './fake-queues.ts';
export { sampleVendors } from './sample-vendors.ts';
export { startWeather, type Weather } from './weather.ts';
