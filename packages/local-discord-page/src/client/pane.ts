import { type Signal, signal } from '@preact/signals';
import type { IconNode } from 'lucide';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CommandDraft } from '../commands/command-draft.ts';
import type { Upload } from '../discord/rest.ts';
import type { Channel, Message } from '../discord/types.ts';
import type { Client } from './client.ts';

/** One entry of a context menu; a separator when it is null. */
export type MenuItem = {
  label: string;
  icon?: IconNode;
  hint?: string;
  isDangerous?: boolean;
  isDisabled?: boolean;
  run?: () => void;
  items?: readonly (MenuItem | null)[];
} | null;

export interface OpenMenu {
  x: number;
  y: number;
  label: string;
  items: readonly MenuItem[];
  /** Gets the focus back when the menu closes. */
  opener: HTMLElement | null;
}

/** What is being written in one channel and not sent yet. */
export interface Draft {
  text: string;
  files: readonly Upload[];
  /** What completion put in, and what it stands for when it is sent: `@Ada` for `<@1>`. */
  completed: ReadonlyMap<string, string>;
  command: CommandDraft | null;
}

export const emptyDraft: Draft = { text: '', files: [], completed: new Map(), command: null };

export type Dialog =
  | { kind: 'delete'; message: Message }
  | { kind: 'thread'; message: Message }
  | { kind: 'forward'; message: Message }
  | { kind: 'post'; forum: Channel }
  | { kind: 'image'; url: string; alt: string }
  | { kind: 'switcher' }
  | { kind: 'shortcuts' }
  | { kind: 'newDm' };

/** One person's screen: their client, and what is open on it. */
export interface Pane {
  client: Client;
  channelId: Signal<string | null>;
  /** Shows another channel; null shows the direct messages. */
  go: (channelId: string | null) => void;
  /** Shows a channel once what is being done for it is done; nothing when that fails. */
  goOnceMade: (made: Promise<Channel | undefined>) => Promise<void>;
  /** Goes to a message, loading the history around it when needed. */
  jump: (channelId: string, messageId: string) => Promise<void>;
  highlighted: Signal<string | null>;
  replyingTo: Signal<{ message: Message; ping: boolean } | null>;
  editingId: Signal<string | null>;
  menu: Signal<OpenMenu | null>;
  dialog: Signal<Dialog | null>;
  emojiTarget: Signal<{ message: Message; opener: HTMLElement } | null>;
  userCard: Signal<{ userId: string; x: number; y: number; opener: HTMLElement | null } | null>;
  sidePanel: Signal<'members' | 'pins' | 'threads' | null>;
  isNavOpen: Signal<boolean>;
  drafts: Signal<ReadonlyMap<string, Draft>>;
  /** Whether a first channel was chosen for a person who had none. */
  hasLanded: { current: boolean };
  /** Puts the cursor into the composer; set by the composer that is on the screen. */
  focusComposer: { current: () => void };
  /** Goes to the newest message; set by the list that is on the screen. */
  showNewest: { current: () => void };
}

export const createPane = (client: Client, go: (channelId: string | null) => void): Pane => {
  const pane: Pane = {
    client,
    channelId: signal<string | null>(null),
    go: (channelId) => {
      pane.isNavOpen.value = false;
      pane.menu.value = null;
      pane.userCard.value = null;
      go(channelId);
    },
    goOnceMade: async (made) => {
      const channel = await made;
      if (channel !== undefined) pane.go(channel.id);
    },
    jump: async (channelId, messageId) => {
      if (pane.channelId.value !== channelId) pane.go(channelId);
      await client.loadAround(channelId, messageId);
      pane.highlighted.value = messageId;
    },
    highlighted: signal<string | null>(null),
    replyingTo: signal<{ message: Message; ping: boolean } | null>(null),
    editingId: signal<string | null>(null),
    menu: signal<OpenMenu | null>(null),
    dialog: signal<Dialog | null>(null),
    emojiTarget: signal<{ message: Message; opener: HTMLElement } | null>(null),
    userCard: signal<{ userId: string; x: number; y: number; opener: HTMLElement | null } | null>(null),
    sidePanel: signal<'members' | 'pins' | 'threads' | null>(null),
    isNavOpen: signal(false),
    drafts: signal<ReadonlyMap<string, Draft>>(new Map()),
    hasLanded: { current: false },
    focusComposer: { current: () => undefined },
    showNewest: { current: () => undefined },
  };
  return pane;
};

const PaneContext = createContext<Pane | null>(null);

export const PaneProvider = PaneContext.Provider;

/** The pane that a component stands in. */
export const usePane = (): Pane => {
  const pane = useContext(PaneContext);
  if (pane === null) throw new Error('This component must stand inside a pane.');
  return pane;
};
