import { expect, it } from 'vitest';
import { RefusedByDiscord } from '../src/world/discord-rest.ts';
import { storesKey, talksTo } from '../src/world/own-model.ts';
import { useWorld } from '../src/world/use-world.ts';

const world = useWorld();

it('makes a character by a form, which then answers its maker and nobody else', async () => {
  const { ada, ben, places, promptsAbout, settles } = world();
  const { general } = places.channels;

  const form = await ada.opens('/character create', {}, general);
  const made = await form.submits({ Name: 'Vex', Personality: 'Vex counts everything twice.' });
  const hello = await ada.says(general, '@Vex how many stars?');
  const reply = await ada.hears({ by: 'Vex', after: hello });
  const stranger = await ben.says(general, '@Vex and for me?');
  await settles();

  expect(made.isPrivate).toBe(true);
  expect(made.text).toContain('Vex is ready');
  expect(reply.content).toContain('how many stars?');
  expect(promptsAbout('how many stars?')[0]?.text).toContain('counts everything twice');
  expect(ben.heard({ after: stranger })).toEqual([]);
});

it('opens a character to others, who then talk to it, and closes it again', async () => {
  const { ada, ben, places, settles } = world();
  const { general } = places.channels;
  const form = await ada.opens('/character create', {}, general);
  const dashboard = await form.submits({ Name: 'Moss' });

  const opened = await dashboard.presses('Make public');
  const welcome = await ben.says(general, '@Moss am I welcome?');
  await ben.hears({ by: 'Moss', after: welcome });
  const closed = await opened.presses('Make private');
  const late = await ben.says(general, '@Moss still?');
  await settles();

  expect(opened.text).toContain('Public: everybody can talk to it.');
  expect(closed.text).toContain('Private: only you and people you add can talk to it.');
  expect(ben.heard({ after: late })).toEqual([]);
});

it('changes a character through its dashboard, so that the next answer is by what it has become', async () => {
  const { ada, places, promptsAbout } = world();
  const { general } = places.channels;
  await (await ada.opens('/character create', {}, general)).submits({ Name: 'Rook', Personality: 'Rook is shy.' });

  const dashboard = await ada.uses('/character edit', { character: 'Rook' }, general);
  const nature = await dashboard.opens('Edit');
  const renamed = await nature.submits({ Name: 'Raven' });
  const hello = await ada.says(general, '@Raven who are you now?');
  const reply = await ada.hears({ by: 'Raven', after: hello });
  const card = await ada.uses('/character view', { character: 'Raven' }, general);

  expect(nature.fields.map(({ label, value }) => [label, value])).toContainEqual(['Name', 'Rook']);
  expect(renamed.text).toContain('Raven');
  expect(reply.content).toContain('who are you now?');
  expect(promptsAbout('who are you now?')[0]?.text).toContain('You are Raven.');
  expect(card.text).toContain('Rook is shy.');
});

it('lets somebody talk to a character by a command, for everybody to see', async () => {
  const { ben, ada, places, settles } = world();
  const { general } = places.channels;

  const said = await ben.uses('/character chat', { character: 'Orin', message: 'how deep is the sea?' }, general);
  const reply = await ada.hears({ by: 'Orin', in: general, saying: 'how deep is the sea?' });
  await settles();

  expect(said.isPrivate).toBe(false);
  expect(said.text).toContain('**ben:** how deep is the sea?');
  expect(BigInt(reply.id)).toBeGreaterThan(BigInt(said.message.id));
  expect(ada.heard({ by: 'Orin', after: said.message })).toEqual([reply]);
});

it('keeps what was said by a command once: the next answer is given with it in sight, and not twice', async () => {
  const { ben, places, promptsAbout } = world();
  const { prologue } = places.threads;
  await ben.uses('/character chat', { character: 'Orin', message: 'the parrot is called Bosun' }, prologue);
  await ben.hears({ by: 'Orin', in: prologue, saying: 'Bosun' });

  const asked = await ben.says(prologue, '@Orin who sits on your shoulder?');
  await ben.hears({ by: 'Orin', in: prologue, after: asked });

  const [prompt] = promptsAbout('who sits on your shoulder?');
  // Orin quotes it in his answer.
  expect(prompt?.text.match(/(?<!")the parrot is called Bosun/g)).toHaveLength(1);
});

it('answers nothing to a command whose words were taken out of the channel', async () => {
  const { ada, cyn, places, promptsAbout, settles } = world();
  const { corner } = places.threads;
  await storesKey(cyn, corner, 'local-of-cyn');
  await talksTo(cyn, corner, 'local/slow-700');

  const said = await cyn.uses('/character chat', { character: 'Orin', message: 'forget that I asked' }, corner);
  await expect.poll(() => promptsAbout('forget that I asked').length, { timeout: 10_000, interval: 20 }).toBe(1);
  await ada.deletes(said.message);
  const next = await ada.says(corner, '@Orin are you free?');
  await ada.hears({ by: 'Orin', in: corner, after: next });
  await settles();

  expect(ada.heard({ by: 'Orin', in: corner, saying: 'forget that I asked' })).toEqual([]);
  expect(promptsAbout('forget that I asked').map(({ outcome }) => outcome)).toEqual(['aborted']);
});

it('finds characters: suggested while typing, listed, opened from the list', async () => {
  const { ben, places } = world();
  const { general } = places.channels;

  const suggestions = await ben.suggestions('/character view', 'character', 'lil', general);
  const list = await ben.uses('/character browse', { filter: 'public' }, general);
  const card = await list.chooses('Lilith');
  const nothing = await ben.uses('/character browse', { query: 'zzz' }, general);

  expect(suggestions.map(({ name }) => name)).toEqual([expect.stringContaining('Lilith')]);
  expect(list.text).toMatch(/Lilith.*Orin.*Pip/s);
  expect(list.text).not.toContain('Vex');
  expect(card.text).toContain('Lilith');
  expect(nothing.text).toContain('called anything like “zzz”');
});

it('deletes a character only after asking, and it answers no more', async () => {
  const { ada, places, settles } = world();
  const { general } = places.channels;
  await (await ada.opens('/character create', {}, general)).submits({ Name: 'Ember' });

  const kept = await (await ada.uses('/character delete', { character: 'Ember' }, general)).presses('Keep it');
  const hello = await ada.says(general, '@Ember still there?');
  await ada.hears({ by: 'Ember', after: hello });
  const question = await ada.uses('/character delete', { character: 'Ember' }, general);
  const form = await question.opens('Delete Ember');
  const mistyped = await form.submits({ "Type the character's name to delete it": 'Amber' });
  const deleted = await (await question.opens('Delete Ember')).submits({
    "Type the character's name to delete it": 'ember',
  });
  const late = await ada.says(general, '@Ember and now?');
  await settles();

  expect(kept.text).toContain('Nothing was changed.');
  expect(question.text).toMatch(/2 lines of history.*2 memories/);
  expect(mistyped.text).toContain('Ember');
  expect(deleted.text).toContain('Ember is deleted.** You can bring it back until');
  expect(ada.heard({ after: late })).toEqual([]);
});

it('is known to characters by the profile that somebody chose', async () => {
  const { cyn, places, promptsAbout } = world();
  const { general } = places.channels;

  const form = await cyn.opens('/me profile create', {}, general);
  const made = await form.submits({ Name: 'Captain Cyn', Pronouns: 'they/them', 'About you': 'Sails a red ship.' });
  const chosen = await cyn.uses('/me profile default', { profile: 'Captain Cyn' }, general);
  const hello = await cyn.says(general, '@Orin who stands before you?');
  await cyn.hears({ by: 'Orin', after: hello });
  const dashboard = await cyn.uses('/me profile edit', { profile: 'Captain Cyn' }, general);
  const edited = await (await dashboard.opens('Edit')).submits({ 'About you': 'Sails a blue ship.' });
  const again = await cyn.says(general, '@Orin look once more');
  await cyn.hears({ by: 'Orin', after: again });

  expect(made.text).toContain('Captain Cyn');
  expect(chosen.text).toContain('Characters now know you as **Captain Cyn**');
  expect(promptsAbout('who stands before you?')[0]?.question).toMatch(/Captain Cyn.*red ship/s);
  expect(edited.text).toContain('blue ship');
  expect(promptsAbout('look once more')[0]?.question).toContain('blue ship');
});

it('explains itself, to an operator more than to others', async () => {
  const { ada, ben, places } = world();
  const { general } = places.channels;

  const forBen = await ben.uses('/help', {}, general);
  const forAda = await ada.uses('/help', {}, general);
  const ping = await ada.uses('/admin health', {}, general);

  expect(forBen.text).toContain('@Lilith hello');
  expect(forBen.buttons).not.toContain('/admin');
  expect(forAda.buttons).toContain('/admin');
  expect(ping.text).toMatch(/Everything is working.*\d+ characters/s);
});

it('goes on with forms, buttons and dashboards from before a restart', async () => {
  const { ada, places, services } = world();
  const { general } = places.channels;
  const form = await ada.opens('/character create', {}, general);
  const dashboard = await (await ada.opens('/character create', {}, general)).submits({ Name: 'Flint' });
  const question = await ada.uses('/character delete', { character: 'Flint' }, general);

  await services.stop();
  await services.start();
  const made = await form.submits({ Name: 'Tinder' });
  const reloaded = await dashboard.presses('Edit');
  const edited = await (await reloaded.opens('Edit')).submits({ Name: 'Flintlock' });
  const deleted = await (await question.opens('Delete Flint')).submits({
    "Type the character's name to delete it": 'Flintlock',
  });

  expect(made.text).toContain('Tinder is ready');
  expect(edited.text).toContain('Flintlock');
  expect(deleted.text).toContain('Flintlock is deleted');
});

it('shows commands only to those who may use them', async () => {
  const { ben, places } = world();
  const { general } = places.channels;
  const direct = await ben.opensDirect();

  await expect(ben.uses('/channel activate', { character: 'Lilith' }, general)).rejects.toThrow('no command /channel');
  await expect(ben.uses('/admin health', {}, general)).rejects.toThrow('no command /admin');
  await expect(ben.uses('/channel deactivate', {}, direct)).rejects.toThrow('no command /channel');
});

it('keeps what was typed into a form that cannot be taken, and says what to change', async () => {
  const { ada, places } = world();
  const { general } = places.channels;
  const form = await ada.opens('/character create', {}, general);

  const taken = await form.submits({ Name: 'Second', 'Short name': 'lilith', Description: 'A long story.' });
  const again = await taken.opens('Try again');
  const unfit = await again.submits({ 'Short name': 'no spaces here!' });
  const made = await (await unfit.opens('Try again')).submits({ 'Short name': 'second-lilith' });

  expect(taken.text).toContain('lilith');
  expect(again.fields.map(({ label, value }) => [label, value])).toEqual(
    expect.arrayContaining([
      ['Name', 'Second'],
      ['Description', 'A long story.'],
    ]),
  );
  expect(unfit.text).toContain('Short name');
  expect(made.text).toContain('second-lilith');
});

it('answers bad input to each command with what to do about it', async () => {
  const { ben, cyn, places } = world();
  const { general } = places.channels;
  const says = async (line: string, given: Record<string, string>, person = ben) => {
    const answer = await person.uses(line, given, general);
    expect(answer.isPrivate).toBe(true);
    return answer.text;
  };

  const noSuchCharacter = /a character called “nobody/is;
  expect(await says('/character view', { character: 'nobody' })).toMatch(noSuchCharacter);
  expect(await says('/character edit', { character: 'nobody' })).toMatch(noSuchCharacter);
  expect(await says('/character chat', { character: 'nobody', message: 'hello' })).toMatch(noSuchCharacter);
  expect(await says('/history clear', { character: 'nobody' })).toMatch(noSuchCharacter);
  expect(await says('/character delete', { character: 'nobody' })).toMatch(noSuchCharacter);
  expect(await says('/channel activate', { character: 'nobody' }, cyn)).toMatch(noSuchCharacter);
  expect(await says('/character delete', { character: 'Lilith' })).toMatch(/belongs to somebody else/);
  expect(await says('/history undo', { character: 'Pip' })).toMatch(/nothing to undo with Pip/);
  expect(await says('/channel deactivate', {}, cyn)).toMatch(/No such character was active/);
  expect(await says('/me profile default', { profile: 'nobody' })).toMatch(/profile/);
  expect(await says('/me profile edit', { profile: 'nobody' })).toMatch(/profile/);
  expect(await says('/wallet test', { vendor: 'openai' })).toMatch(/no OpenAI key/);
  expect(await says('/wallet remove', { vendor: 'openai' })).toMatch(/nothing to remove/);
  expect(await says('/wallet list', {})).toMatch(/wallet is empty/);
  expect(await says('/preset edit', { preset: 'nothing' })).toMatch(/preset/);
  expect(await says('/preset list', {})).toMatch(/no presets yet/);
  const blankPreset = { name: '  ', model: 'local/story', vendor: 'local' };
  expect(await says('/preset create', blankPreset)).toMatch(/Couldn't save.*name/is);

  const blank = await (await ben.opens('/me profile create', {}, general)).submits({ Name: '   ' });
  expect(blank.text).toMatch(/Name/);
  expect(blank.buttons).toContain('Try again');
  const nameless = (await ben.opens('/character create', {}, general)).submits({ Personality: 'none' });
  await expect(nameless).rejects.toThrow(RefusedByDiscord);
  await expect(ben.uses('/character chat', { character: 'Lilith' }, general)).rejects.toThrow(RefusedByDiscord);
});

it('lets a character react unasked, to what was said and to what nobody said', async () => {
  const { ada, ben, places, promptsAbout, settles } = world();
  const { adults } = places.channels;
  await ada.says(adults, 'the kettle sings');

  const joined = await ben.uses('/chime-in', { character: 'Pip' }, adults);
  const first = await ben.hears({ by: 'Pip', in: adults });
  await settles();
  const told = await ben.uses('/narrate', { text: 'A *draught* puts out the lamp.', character: 'Lilith' }, adults);
  await ben.hears({ by: 'Lilith', in: adults, after: told.message });
  await settles();
  const again = await (await ben.usesMenu('Regenerate', first)).becomes('answered again');

  const [sung, dark, sungAgain] = promptsAbout('React, of your own accord');
  expect(joined).toMatchObject({ isPrivate: true, text: '**Pip joins in.**' });
  expect(told).toMatchObject({ isPrivate: false, text: '📖 *A draught puts out the lamp.*' });
  expect(sung?.text).toContain('the kettle sings');
  expect(dark?.text).toMatch(/Narrator \(narration\):\nA draught puts out the lamp\./);
  expect(again.text).toContain('Reply 2 of 2');
  expect(sungAgain?.text).toContain('the kettle sings');
  expect(sungAgain?.text).not.toContain('draught');
});

it('talks to somebody whom chance picks', async () => {
  const { cyn, places } = world();
  const { corner } = places.threads;

  const said = await cyn.uses('/random', { message: 'who are you, stranger?' }, corner);
  const reply = await cyn.hears({ in: corner, after: said.message });

  expect(said.text).toContain('who are you, stranger?');
  expect(reply.content).toContain('who are you, stranger?');
});
