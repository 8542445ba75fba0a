import { FileText, X } from 'lucide';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Upload } from '../discord/rest.ts';
import { fileSize } from '../state/times.ts';
import { Icon } from './icon.tsx';

const FilePreview = ({ file, onRemove }: { file: Upload; onRemove: () => void }): JSX.Element => {
  const url = useMemo(() => (file.blob.type.startsWith('image/') ? URL.createObjectURL(file.blob) : null), [file]);
  useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url]);
  return (
    <li class="upload">
      {url === null ? <Icon node={FileText} size={40} /> : <img src={url} alt="" />}
      <span class="upload-name">{file.name}</span>
      <small>{fileSize(file.blob.size)}</small>
      <button type="button" class="icon-button" aria-label={`Remove ${file.name}`} onClick={onRemove}>
        <Icon node={X} size={16} />
      </button>
    </li>
  );
};

/** The files that will go with the message. */
export const UploadList = ({
  files,
  onRemove,
}: {
  files: readonly Upload[];
  onRemove: (file: Upload) => void;
}): JSX.Element | null =>
  files.length === 0 ? null : (
    <ul class="uploads" aria-label="Files to send">
      {files.map((file, index) => (
        <FilePreview key={`${file.name} ${index}`} file={file} onRemove={() => onRemove(file)} />
      ))}
    </ul>
  );
