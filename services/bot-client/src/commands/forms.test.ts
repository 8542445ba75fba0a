import { describe, expect, it } from 'vitest';
import { commands } from './index.ts';

const handlers = commands.flatMap(({ components }) => components);
const forms = handlers.flatMap((handler) => (handler.kind === 'form' ? [handler] : []));

describe('every form', () => {
  it.each(forms.map((form) => [form.id.prefix, form.modal] as const))(
    '%s is within what Discord takes',
    (_id, modal) => {
      const inputs = Object.entries(modal.inputs);

      expect(modal.title.length).toBeLessThanOrEqual(45);
      expect(inputs.length).toBeGreaterThan(0);
      expect(inputs.length).toBeLessThanOrEqual(5);
      for (const [name, input] of inputs) {
        expect(name.length).toBeLessThanOrEqual(90);
        expect(input.label.length).toBeLessThanOrEqual(45);
        expect((input.hint ?? '').length).toBeLessThanOrEqual(100);
      }
    },
  );

  it('that asks for a key hides it', () => {
    const secrets = forms
      .flatMap(({ modal }) => Object.entries(modal.inputs))
      .filter(([name]) => /(?:key|token|secret)$/i.test(name));

    expect(secrets.map(([, input]) => input.isSecret)).toEqual([true, true]);
  });
});

it('every component belongs to a command by its custom id', () => {
  for (const command of commands) {
    for (const { id } of command.components) expect(id.prefix.startsWith(`${command.name}:`)).toBe(true);
  }
  expect(new Set(handlers.map(({ id }) => id.prefix)).size).toBe(handlers.length);
});
