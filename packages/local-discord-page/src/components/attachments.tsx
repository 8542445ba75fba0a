import { Download, FileText, Pause, Play } from 'lucide';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { mediaUrl } from '../client/media-url.ts';
import type { Attachment } from '../discord/types.ts';
import { fileSize, playTime } from '../state/times.ts';
import { decodeWaveform } from '../state/waveform.ts';
import { Picture } from './embed.tsx';
import { Icon } from './icon.tsx';

const kindOf = (attachment: Attachment): 'image' | 'video' | 'audio' | 'file' => {
  const type = attachment.content_type ?? '';
  if (/^image\/(?:png|jpeg|gif|webp|avif)/u.test(type)) return 'image';
  if (/^video\/(?:mp4|webm|quicktime)/u.test(type)) return 'video';
  return type.startsWith('audio/') ? 'audio' : 'file';
};

/** A file with its name and size, to download. */
export const FileCard = ({
  name,
  sizeBytes,
  url,
}: {
  name: string;
  sizeBytes: number | undefined;
  url: string | null;
}): JSX.Element => (
  <div class="file-card">
    <Icon node={FileText} size={30} />
    <div class="file-card-text">
      {url === null ? (
        <span>{name}</span>
      ) : (
        <a href={url} target="_blank" rel="noopener">
          {name}
        </a>
      )}
      {sizeBytes !== undefined && <small>{fileSize(sizeBytes)}</small>}
    </div>
    {url !== null && (
      <a class="icon-button" href={url} download={name} aria-label={`Download ${name}`}>
        <Icon node={Download} />
      </a>
    )}
  </div>
);

const BARS = 40;
const SEEK_SECONDS: Readonly<Record<string, number>> = { ArrowLeft: -2, ArrowRight: 2 };

/** A voice message: the loudness that came with it, as bars that fill while it plays. */
const VoicePlayer = ({ attachment, url }: { attachment: Attachment; url: string }): JSX.Element => {
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setIsPlaying] = useState(false);
  const [isBroken, setIsBroken] = useState(false);
  const [atSeconds, setAtSeconds] = useState(0);
  const lengthSeconds = attachment.duration_secs ?? 0;
  const bars = decodeWaveform(attachment.waveform ?? '', BARS);

  useEffect(() => {
    if (!isPlaying) return undefined;
    let frame = requestAnimationFrame(function follow() {
      setAtSeconds(audio.current?.currentTime ?? 0);
      frame = requestAnimationFrame(follow);
    });
    return () => cancelAnimationFrame(frame);
  }, [isPlaying]);

  const moveTo = (seconds: number): void => {
    if (audio.current === null) return;
    const wanted = Math.min(lengthSeconds, Math.max(0, seconds));
    audio.current.currentTime = wanted;
    setAtSeconds(wanted);
  };

  const share = lengthSeconds > 0 ? atSeconds / lengthSeconds : 0;
  return (
    <div class="voice" role="group" aria-label={`Voice message, ${playTime(lengthSeconds)}`}>
      {/* What was said is in the transcript, when the app wrote one. */}
      <audio
        ref={audio}
        src={url}
        preload="none"
        onPlay={() => setIsPlaying(true)}
        onPause={() => setIsPlaying(false)}
        onError={() => setIsBroken(true)}
        onEnded={() => {
          setIsPlaying(false);
          setAtSeconds(0);
        }}
      />
      <button
        type="button"
        class="voice-button"
        aria-label={isPlaying ? 'Pause' : 'Play voice message'}
        onClick={() => {
          if (isPlaying) audio.current?.pause();
          else audio.current?.play().catch(() => setIsPlaying(false));
        }}
      >
        <Icon node={isPlaying ? Pause : Play} size={16} />
      </button>
      <div
        class="voice-bars"
        role="slider"
        tabIndex={0}
        aria-label="Position in the voice message"
        aria-valuemin={0}
        aria-valuemax={lengthSeconds}
        aria-valuenow={atSeconds}
        aria-valuetext={`${playTime(atSeconds)} of ${playTime(lengthSeconds)}`}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          moveTo(((event.clientX - box.left) / box.width) * lengthSeconds);
        }}
        onKeyDown={(event) => {
          const step = SEEK_SECONDS[event.key];
          if (step === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          moveTo(atSeconds + step);
        }}
      >
        {bars.map((height, index) => (
          <span key={index} style={{ height: `${Math.round(12 + height * 88)}%` }} data-played={index / BARS < share} />
        ))}
      </div>
      <span class="voice-time">{playTime(isPlaying || atSeconds > 0 ? atSeconds : lengthSeconds)}</span>
      {isBroken && <span role="alert">This cannot be played.</span>}
    </div>
  );
};

const SpoilerCover = ({ label, children }: { label: string; children: JSX.Element }): JSX.Element => {
  const [isShown, setIsShown] = useState(false);
  if (isShown) return children;
  return (
    <div class="spoiler-media">
      <div inert>{children}</div>
      <button
        type="button"
        onClick={() => setIsShown(true)}
        aria-label={`${label}, hidden as a spoiler. Press to show`}
      >
        SPOILER
      </button>
    </div>
  );
};

/** Covers media that its sender marked as a spoiler. */
export const MaybeSpoiler = ({
  isSpoiler,
  label,
  children,
}: {
  isSpoiler: boolean;
  label: string;
  children: JSX.Element;
}): JSX.Element => (isSpoiler ? <SpoilerCover label={label}>{children}</SpoilerCover> : children);

const Shown = ({ attachment, isVoice }: { attachment: Attachment; isVoice: boolean }): JSX.Element => {
  const url = mediaUrl(attachment.url);
  const kind = kindOf(attachment);
  const alt = attachment.description ?? '';
  if (url !== null && kind === 'image') {
    const { width, height } = attachment;
    const size = typeof width === 'number' && typeof height === 'number' ? { width, height } : {};
    return (
      <Picture
        media={{ url: attachment.url, ...size }}
        alt={alt === '' ? attachment.filename : alt}
        class="attachment-image"
      />
    );
  }
  if (url !== null && kind === 'video') {
    return (
      <video
        class="attachment-video"
        src={url}
        controls
        preload="metadata"
        aria-label={alt === '' ? attachment.filename : alt}
      />
    );
  }
  if (url !== null && isVoice) return <VoicePlayer attachment={attachment} url={url} />;
  const name = attachment.title ?? attachment.filename;
  return (
    <div class="attachment-file">
      <FileCard name={name} sizeBytes={attachment.size} url={url} />
      {url !== null && kind === 'audio' && <audio src={url} controls preload="none" aria-label={name} />}
    </div>
  );
};

/** The files of a message: pictures together, then everything else. */
export const Attachments = ({
  attachments,
  isVoice,
}: {
  attachments: readonly Attachment[];
  isVoice: boolean;
}): JSX.Element | null => {
  if (attachments.length === 0) return null;
  const show = (attachment: Attachment): JSX.Element => (
    <MaybeSpoiler
      key={attachment.id}
      isSpoiler={attachment.filename.startsWith('SPOILER_')}
      label={attachment.filename}
    >
      <Shown attachment={attachment} isVoice={isVoice} />
    </MaybeSpoiler>
  );
  const pictures = attachments.filter((attachment) => kindOf(attachment) === 'image');
  const others = attachments.filter((attachment) => kindOf(attachment) !== 'image');
  return (
    <div class="attachments">
      {pictures.length > 0 && (
        <div class={pictures.length === 1 ? 'pictures single' : 'pictures'}>{pictures.map(show)}</div>
      )}
      {others.map(show)}
    </div>
  );
};
