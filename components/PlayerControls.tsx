/** The control bar of the player, with its panels. Loaded after the first frame together with media-chrome, in browsers only. */
import "./media_chrome.ts";
import "./media_elements.ts";
import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { CONTROLS } from "@/i18n/controls.ts";
import { isolate } from "@/i18n/isolate.ts";
import type { InboundSample } from "@/webrtc/stats/inbound_stats.ts";
import {
  FullscreenIcon,
  LeaveFullscreenIcon,
  PauseIcon,
  PictureInPictureIcon,
  SettingsIcon,
  SoundIcon,
  SoundLowIcon,
} from "./control_icons.tsx";
import { PlayIcon, SoundOffIcon } from "./icons.tsx";
import type { Latency } from "./player_preferences.ts";
import { PlayerSettings, SETTINGS_ID } from "./PlayerSettings.tsx";
import { saveSnapshot, snapshotName } from "./snapshot.ts";
import { BUTTON_KEYS } from "./within_player.ts";
import { useTexts } from "./texts.tsx";
import { usePlayerHands } from "./use_player_hands.ts";

interface PlayerControlsProps {
  stream: string;
  player: RefObject<HTMLElement>;
  video: RefObject<HTMLVideoElement>;
  /** Whether there is a picture to play or pause. */
  onAir: boolean;
  latency: Latency;
  onLatency: (latency: Latency) => void;
  relayOnly: boolean | null;
  onRelayOnly: (chosen: boolean) => void;
  sample: () => Promise<InboundSample | null>;
  /** How long the first frame took, in milliseconds. */
  firstFrame: number | null;
}

type Statistics = typeof import("./PlayerStats.tsx");

export function PlayerControls({ stream, player, video, onAir, ...settings }: PlayerControlsProps) {
  const texts = useTexts(CONTROLS);
  const [isSettingsOpen, setSettingsOpen] = useState(false);
  const [snapshotMessage, setSnapshotMessage] = useState("");
  const [statistics, setStatistics] = useState<Statistics | null>(null);
  const button = useRef<HTMLButtonElement>(null);

  usePlayerHands(player, video);

  const closeSettings = () => {
    setSettingsOpen(false);
    setSnapshotMessage("");
    button.current?.focus();
  };
  const closeStatistics = () => {
    setStatistics(null);
    button.current?.focus();
  };
  const openStatistics = async () => {
    setSettingsOpen(false);
    setStatistics(await import("./PlayerStats.tsx"));
  };
  const snapshot = async () => {
    const name = snapshotName(stream, new Date());
    try {
      if (video.current !== null) await saveSnapshot(video.current, name);
      setSnapshotMessage(texts.saved(isolate(name)));
    } catch {
      setSnapshotMessage(texts.notSaved);
    }
  };

  return (
    <>
      {statistics !== null && (
        <statistics.PlayerStats
          sample={settings.sample}
          firstFrame={settings.firstFrame}
          onClose={closeStatistics}
        />
      )}
      {isSettingsOpen && (
        <PlayerSettings
          latency={settings.latency}
          onLatency={settings.onLatency}
          relayOnly={settings.relayOnly}
          onRelayOnly={settings.onRelayOnly}
          sample={settings.sample}
          snapshotMessage={snapshotMessage}
          onSnapshot={snapshot}
          onStatistics={openStatistics}
          onClose={closeSettings}
        />
      )}
      <media-control-bar class="player-bar" noautohide={isSettingsOpen}>
        <media-play-button disabled={!onAir}>
          <span slot="play">
            <PlayIcon />
          </span>
          <span slot="pause">
            <PauseIcon />
          </span>
        </media-play-button>
        <media-mute-button>
          <span slot="high">
            <SoundIcon />
          </span>
          <span slot="medium">
            <SoundLowIcon />
          </span>
          <span slot="low">
            <SoundLowIcon />
          </span>
          <span slot="off">
            <SoundOffIcon />
          </span>
        </media-mute-button>
        <media-volume-range />
        {onAir && (
          <media-live-button>
            <span slot="indicator" class="player-dot" />
            <span slot="text" class="player-behind">{texts.backToLive}</span>
          </media-live-button>
        )}
        <span class="player-gap" />
        <button
          class="player-button"
          type="button"
          ref={button}
          aria-label={texts.settings}
          title={texts.settings}
          aria-expanded={isSettingsOpen}
          aria-controls={SETTINGS_ID}
          onClick={() => isSettingsOpen ? closeSettings() : setSettingsOpen(true)}
          {...BUTTON_KEYS}
        >
          <SettingsIcon />
        </button>
        <media-pip-button>
          <span slot="enter">
            <PictureInPictureIcon />
          </span>
          <span slot="exit">
            <PictureInPictureIcon />
          </span>
        </media-pip-button>
        <media-fullscreen-button>
          <span slot="enter">
            <FullscreenIcon />
          </span>
          <span slot="exit">
            <LeaveFullscreenIcon />
          </span>
        </media-fullscreen-button>
      </media-control-bar>
    </>
  );
}
