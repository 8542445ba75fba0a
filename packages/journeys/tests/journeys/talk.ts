import { expect, it } from 'vitest';
import type { World } from '../../src/world/start-world.ts';

/** People talk to characters by messages, wherever that is possible. */
export function talkJourneys(world: () => World): void {
  it('answers a mention once, under the name of the character, through a webhook', async () => {
    const { ada, places, settles } = world();

    const hello = await ada.says(places.channels.general, '@Lilith hello there');
    const reply = await ada.hears({ by: 'Lilith', after: hello });

    expect(reply.content).toContain('"@Lilith hello there," you said, ada');
    // The built-in model speaks as her card does.
    expect(reply.content).toMatch(/what is it you came to look for|Do you want the ones|They were good notes/);
    expect(reply).toMatchObject({ application_id: places.bot.applicationId, webhook_id: reply.author.id });
    await settles();
    expect(ada.heard({ after: hello })).toEqual([reply]);
  });

  it('answers a reply to a reply, without a name, and knows what it answers', async () => {
    const { ada, ben, places, promptsAbout } = world();
    const { adults } = places.channels;
    const asked = await ada.says(adults, '@Pip what is a gear?');
    const first = await ada.hears({ by: 'Pip', after: asked });

    const again = await ben.says(adults, 'and a sprocket?', { replyTo: first });
    const second = await ben.hears({ by: 'Pip', after: again });

    expect(second.content).toContain('"and a sprocket?" you said, ben');
    expect(promptsAbout('and a sprocket?')[0]?.text).toContain('what is a gear?');
  });

  it('answers in a thread, and in the post of a forum', async () => {
    const { ada, places } = world();

    const inThread = await ada.says(places.threads.corner, '@Orin are you here?');
    const threadReply = await ada.hears({ by: 'Orin', after: inThread });
    const further = await ada.says(places.threads.corner, 'good', { replyTo: threadReply });
    const post = await ada.posts(places.channels.stories, 'The storm', '@Orin begin the tale of the storm');

    expect((await ada.hears({ by: 'Orin', after: further })).content).toContain('"good," you said');
    expect((await ada.hears({ by: 'Orin', in: post.channel_id })).content).toContain('begin the tale of the storm');
  });

  it('asks in a direct message whom somebody means, and then talks on without the name', async () => {
    const { ben, settles } = world();
    const direct = await ben.opensDirect();

    const first = await ben.says(direct, 'hello?');
    const hint = await ben.hears({ by: 'Tzurot', after: first });
    const named = await ben.says(direct, '@Orin good evening');
    const reply = await ben.hears({ by: 'Orin', after: named, saying: 'you said' });
    const greetings = ben.heard({ in: direct, saying: "Chair's free." });
    const unnamed = await ben.says(direct, 'how is the sea?');
    const next = await ben.hears({ by: 'Orin', after: unnamed });
    const other = await ben.says(direct, '@Pip and you?');
    await ben.hears({ by: 'Pip', after: other, saying: 'you said' });
    const back = await ben.says(direct, 'what are you building?');

    expect(ben.reads(hint).text).toContain('@Lilith hello');
    expect(reply.content).toMatch(/^\*\*Orin:\*\* .*good evening/s);
    expect(greetings.map(({ id }) => BigInt(id) < BigInt(reply.id))).toEqual([true]);
    expect(next.content).toContain('how is the sea?');
    expect((await ben.hears({ by: 'Pip', after: back })).content).toContain('what are you building?');
    await settles();
    expect(ben.heard({ in: direct, by: 'Tzurot' })).toEqual([hint]);
    expect(ben.heard({ in: direct, saying: "Chair's free." })).toEqual(greetings);
  });

  it('lets several characters of one message answer in turn, each seeing those before', async () => {
    const { cyn, places, promptsAbout, settles } = world();

    const toast = await cyn.says(places.channels.staff, '@Pip @Lilith @Orin who sings first?');
    await cyn.hears({ by: 'Orin', after: toast });
    await settles();

    const replies = cyn.heard({ after: toast });
    expect(replies.map(({ author }) => author.username)).toEqual(['Pip', 'Lilith', 'Orin']);
    const last = promptsAbout('who sings first?').at(-1);
    expect(last?.text).toContain(replies[0]?.content.split('\n')[0]);
    expect(last?.text).toContain(replies[1]?.content.split('\n')[0]);
  });

  it('answers the first five of many, and says so', async () => {
    const { ada, places, settles } = world();
    const names = ['Ash', 'Birch', 'Cedar'];
    for (const name of names) {
      const form = await ada.opens('/character create', {}, places.channels.general);
      await form.submits({ Name: name });
    }

    const crowd = await ada.says(places.threads.corner, '@Pip @Lilith @Orin @Ash @Birch @Cedar hello all of you');
    await ada.hears({ by: 'Birch', after: crowd });
    await settles();

    const replies = ada.heard({ after: crowd, saying: 'hello all of you' });
    expect(replies.map(({ author }) => author.username)).toEqual(['Pip', 'Lilith', 'Orin', 'Ash', 'Birch']);
    expect(ada.heard({ after: crowd, by: 'Tzurot' })[0]?.content).toContain('One message can call 5 characters');
  });

  it('answers people who talk at once, each once, and in order within a conversation', async () => {
    const { ada, ben, cyn, places, settles } = world();
    const people = [ada, ben, cyn];
    const { general, quiet } = places.channels;

    const said = await Promise.all(
      people.flatMap((person) => [
        person.says(general, `@Pip ${person.name} asks in general`),
        person.says(quiet, `@Pip ${person.name} asks in quiet`),
      ]),
    );
    await Promise.all(
      people.flatMap((person) => [
        ada.hears({ in: general, by: 'Pip', saying: `${person.name} asks in general` }),
        ada.hears({ in: quiet, by: 'Pip', saying: `${person.name} asks in quiet` }),
      ]),
    );
    await settles();

    const inOrder = said.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    for (const channelId of [general, quiet]) {
      const asked = inOrder.filter((message) => message.channel_id === channelId).map(({ author }) => author.username);
      const answered = ada.heard({ in: channelId, by: 'Pip', saying: 'asks in' });
      expect(answered.map(({ content }) => /(ada|ben|cyn) asks/.exec(content)?.[1])).toEqual(asked);
    }
  });

  it('answers every message where a character is active, until it is not', async () => {
    const { ben, cyn, places, settles } = world();
    const { quiet } = places.channels;

    const on = await cyn.uses('/channel activate', { character: 'Lilith' }, quiet);
    // The listener hears of it a moment after whoever asked.
    await settles();
    const heard = await ben.says(quiet, 'nobody is called by name here');
    const reply = await ben.hears({ by: 'Lilith', after: heard });
    const called = await ben.says(quiet, '@Pip you are called');
    await ben.hears({ by: 'Pip', after: called });
    const off = await cyn.uses('/channel deactivate', {}, quiet);
    await settles();
    const unheard = await ben.says(quiet, 'and nobody answers this');
    await settles();

    expect(on.text).toContain('Lilith now answers every message');
    expect(reply.content).toContain('nobody is called by name here');
    expect(ben.heard({ after: called, by: 'Lilith' })).toEqual([]);
    expect(off.text).toContain('only when somebody calls them');
    expect(ben.heard({ after: unheard })).toEqual([]);
  });

  it('lets active characters answer one after another, hand over to one another, and fall silent at a word', async () => {
    const { ben, cyn, places, settles } = world();
    const { quiet } = places.channels;
    await cyn.uses('/channel activate', { character: 'Lilith' }, quiet);
    const two = await cyn.uses('/channel activate', { character: 'Pip' }, quiet);
    await settles();

    const both = await ben.says(quiet, 'good evening to you two');
    await ben.hears({ by: 'Pip', after: both });
    const panel = await cyn.uses('/channel settings', {}, quiet);
    const form = await panel.opens('Edit', 'Channels with active characters');
    await form.submits({ 'Who answers': 'Only those who are named', 'Hand-over': 'On' });
    await settles();
    const nobody = await ben.says(quiet, 'this names nobody');
    await settles();
    const named = await ben.says(quiet, 'Lilith, tell Pip about the moon');
    await ben.hears({ by: 'Lilith', after: named });
    await ben.hears({ by: 'Pip', after: named });
    await settles();
    const stop = await ben.says(quiet, 'Stop!');
    await settles();
    await cyn.uses('/channel deactivate', {}, quiet);

    expect(two.text).toContain('Also active here: Lilith');
    expect(speakersAfter(both, nobody)).toEqual(['Lilith', 'Pip']);
    expect(speakersAfter(nobody, named)).toEqual([]);
    expect(speakersAfter(named, stop)).toEqual(['Lilith', 'Pip']);
    expect(ben.heard({ after: stop })).toEqual([]);

    function speakersAfter(from: { id: string; channel_id: string }, to: { id: string }) {
      return ben
        .heard({ in: quiet, after: from })
        .filter(({ id }) => BigInt(id) < BigInt(to.id))
        .map(({ content }) => /^\*\*(\w+)/.exec(content)?.[1]);
    }
  });
}
