import { expect, it } from 'vitest';
import { errorSentence } from './error-words.ts';

it('says in words what a known code means', () => {
  expect(errorSentence(403, 50013, 'Missing Permissions')).toBe("You don't have permission to do this here.");
  expect(errorSentence(404, 10008, 'Unknown Message')).toBe('This message is gone.');
});

it("keeps the API's own words where it has no better ones", () => {
  expect(errorSentence(400, 50035, 'content: Must be 4000 or fewer in length.')).toBe(
    'content: Must be 4000 or fewer in length.',
  );
});

it('never shows the page of a proxy or a bare number', () => {
  expect(errorSentence(502, 0, '502: Bad Gateway')).toBe(
    'Local Discord failed while it did this (status 502). Try again; its log says more.',
  );
  expect(errorSentence(418, 0, undefined)).toBe('This did not work (status 418).');
});
