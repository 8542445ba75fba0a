import { expect, it } from 'vitest';
import { useWorld } from '../src/world/use-world.ts';

const world = useWorld();

const card = (name: string) =>
  Buffer.from(
    JSON.stringify({
      spec: 'chara_card_v2',
      spec_version: '2.0',
      data: {
        name,
        description: `${name} bakes at night.`,
        personality: '',
        scenario: '',
        first_mes: 'Fresh bread?',
        mes_example: '',
        system_prompt: 'Obey the baker.',
        extensions: { 'dev/unknown': { keep: true } },
      },
    }),
  );
const fileOf = (bytes: Buffer, name: string) => ({ name, type: 'application/json', bytes: new Uint8Array(bytes) });

it('brings a card from a message, shows first what happens, makes the character, and takes it back', async () => {
  const { ada, places, promptsAbout } = world();
  const { general } = places.channels;
  const message = await ada.says(general, 'my card', { files: [fileOf(card('Brioche'), 'card.json')] });

  const reading = await ada.usesMenu('Import these files', message);
  const found = await reading.becomes('Check what will be imported');
  const details = await found.presses('Details');
  const overview = await details.presses('Overview');
  const allowed = await overview.presses('Allow');
  const done = await allowed.presses('Import');
  const hello = await ada.says(general, '@Brioche what do you do at night?');
  await ada.hears({ by: 'Brioche', after: hello });
  const prompt = promptsAbout('what do you do at night?')[0]?.text;
  const exporting = await ada.uses('/character export', { character: 'Brioche', format: 'json' }, general);
  const exported = await exporting.becomes('SillyTavern and other programs read it');
  const asked = await (await ada.uses('/import history', {}, general)).presses('Open');
  const undone = await (await asked.presses('Take back')).presses('Take back');
  const gone = await ada.uses('/character browse', { query: 'Brioche' }, general);

  expect(found.text).toContain('Nothing has changed yet.');
  expect(found.text).toContain('Characters: 1 new, 0 replaced, 0 skipped');
  expect(details.text).toContain("I don't know this field");
  expect(done.text).toContain('Character **Brioche**');
  expect(prompt).toContain('bakes at night');
  expect(prompt).toContain('Obey the baker.');
  expect(exported.text).toContain('Text (JSON)');
  expect(undone.text).toContain('Taken back: 1 deleted, 0 restored.');
  expect(gone.text).not.toContain('bakes at night');
});

it('says of every file that it cannot read what is wrong with it', async () => {
  const { ben, places } = world();
  const { general } = places.channels;
  const files = [fileOf(Buffer.from('{"a'), 'cut.json'), fileOf(Buffer.from('hello there'), 'notes.txt')];
  const message = await ben.says(general, 'what are these', { files });

  const reading = await ben.usesMenu('Import these files', message);
  const found = await reading.becomes('Nothing to import');

  expect(found.text).toContain('Nothing to import');
  expect(found.text).toContain("Couldn't read this file: its text is damaged. Export it again.");
  expect(found.text).toContain("I don't recognise its contents.");
});
