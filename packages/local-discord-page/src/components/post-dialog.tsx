import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import type { Upload } from '../discord/rest.ts';
import type { Channel } from '../discord/types.ts';
import { charactersLeft } from '../state/message-length.ts';
import { CharactersLeft } from './characters-left.tsx';
import { Dialog } from './dialog.tsx';

/** A new post in a forum: title, first message, tags and files. */
export const PostDialog = ({ forum, onClose }: { forum: Channel; onClose: () => void }): JSX.Element => {
  const pane = usePane();
  const [name, setName] = useState('');
  const [content, setContent] = useState('');
  const [tags, setTags] = useState<readonly string[]>([]);
  const [files, setFiles] = useState<readonly Upload[]>([]);
  const left = charactersLeft(pane.client.world.value, content.trim());
  const isReady = name.trim() !== '' && (content.trim() !== '' || files.length > 0) && left >= 0;
  return (
    <Dialog title={`New post in ${forum.name ?? 'forum'}`} onClose={onClose}>
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady) return;
          onClose();
          void pane.goOnceMade(
            pane.client.createPost(forum.id, { name: name.trim(), content: content.trim(), tags, files }),
          );
        }}
      >
        <label>
          Title
          <input
            class="field"
            maxLength={100}
            value={name}
            autofocus
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <label>
          Message
          <textarea class="field" rows={5} value={content} onInput={(event) => setContent(event.currentTarget.value)} />
          <CharactersLeft left={left} />
        </label>
        {(forum.available_tags ?? []).length > 0 && (
          <fieldset class="tag-choice">
            <legend>Tags</legend>
            {forum.available_tags?.map((tag) => (
              <label key={tag.id} class="tag" data-on={tags.includes(tag.id)}>
                <input
                  type="checkbox"
                  class="visually-hidden"
                  checked={tags.includes(tag.id)}
                  onChange={(event) =>
                    setTags(
                      event.currentTarget.checked ? [...tags, tag.id].slice(0, 5) : tags.filter((id) => id !== tag.id),
                    )
                  }
                />
                {tag.emoji_name ?? ''} {tag.name}
              </label>
            ))}
          </fieldset>
        )}
        <label>
          Files
          <input
            type="file"
            multiple
            onChange={(event) =>
              setFiles([...(event.currentTarget.files ?? [])].map((file) => ({ name: file.name, blob: file })))
            }
          />
        </label>
        <div class="dialog-buttons">
          <button type="button" class="button plain" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button primary" disabled={!isReady}>
            Post
          </button>
        </div>
      </form>
    </Dialog>
  );
};
