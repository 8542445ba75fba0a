import { useEffect, useMemo, useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import type { CommandDraft, OptionEntry } from '../commands/command-draft.ts';
import { OptionType } from '../discord/constants.ts';
import type { Channel, CommandChoice, CommandOption } from '../discord/types.ts';
import { channelsIn, type Entity, rolesIn, usersIn } from '../state/entity-choices.ts';

/** One thing that an option can be. */
export interface Offer {
  value: string | number | boolean;
  label: string;
  detail?: string;
  entity?: Entity;
}

/** `chosen` where nothing is offered, because nothing is asked for or one suggestion was taken already. */
type Offers = { state: 'ready' | 'loading' | 'failed' | 'chosen'; items: readonly Offer[] };

const AUTOCOMPLETE_PAUSE_MS = 250;
const MAX_OFFERS = 25;

const toOffer = (choice: CommandChoice): Offer => ({ value: choice.value, label: choice.name });

const entityOffer = (entity: Entity): Offer => ({
  value: entity.id,
  label: entity.name,
  entity,
  ...(entity.kind === 'user' ? { detail: entity.user.username } : {}),
});

const fits = (offer: Offer, typed: string): boolean =>
  `${offer.label} ${offer.detail ?? ''}`.toLowerCase().includes(typed.trim().replace(/^[@#]/u, '').toLowerCase());

/** What the list above an option offers for what is typed: its choices, people, places, or what the app answers. */
export const useOptionOffers = (
  channel: Channel,
  draft: CommandDraft,
  option: CommandOption | undefined,
  entry: OptionEntry | undefined,
): Offers => {
  const { client } = usePane();
  const world = client.world.value;
  const isChosen = entry?.value !== undefined;
  const typed = isChosen ? '' : (entry?.text ?? '');
  const [answered, setAnswered] = useState<{ key: string; offers: Offers }>({
    key: '',
    offers: { state: 'loading', items: [] },
  });
  const key = option?.autocomplete === true && !isChosen ? `${option.name} ${entry?.text ?? ''}` : '';

  useEffect(() => {
    if (option === undefined || key === '') return undefined;
    let isCurrent = true;
    const timer = setTimeout(
      () => {
        client.autocomplete(channel, draft, option.name).then(
          (choices) => isCurrent && setAnswered({ key, offers: { state: 'ready', items: choices.map(toOffer) } }),
          () => isCurrent && setAnswered({ key, offers: { state: 'failed', items: [] } }),
        );
      },
      answered.key === '' ? 0 : AUTOCOMPLETE_PAUSE_MS,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key]);

  return useMemo((): Offers => {
    if (option === undefined || (option.autocomplete === true && isChosen)) return { state: 'chosen', items: [] };
    if (option.autocomplete === true) {
      if (answered.key === key) return answered.offers;
      // While the next answer is on its way, what still fits of the last one stays, so that the list does not flicker.
      return { state: 'loading', items: answered.offers.items.filter((offer) => fits(offer, typed)) };
    }
    const list = (all: readonly Offer[]): Offers => ({
      state: 'ready',
      items: all.filter((offer) => fits(offer, typed)).slice(0, MAX_OFFERS),
    });
    if (option.choices !== undefined && option.choices.length > 0) return list(option.choices.map(toOffer));
    switch (option.type) {
      case OptionType.boolean:
        return list([
          { value: true, label: 'True' },
          { value: false, label: 'False' },
        ]);
      case OptionType.user:
        return list(usersIn(world, channel).map(entityOffer));
      case OptionType.role:
        return list(rolesIn(world, channel).map(entityOffer));
      case OptionType.mentionable:
        return list([...usersIn(world, channel), ...rolesIn(world, channel)].map(entityOffer));
      case OptionType.channel:
        return list(channelsIn(world, channel, option.channel_types).map(entityOffer));
      default:
        return { state: 'ready', items: [] };
    }
  }, [option, isChosen, typed, answered, key, world]);
};
