/** The bar below the picture. Loaded after the first frame, with media-chrome: the page imports this when it is needed. */
import "./media_chrome.ts";
import "./media_elements.ts";
import { CONTROLS } from "@/i18n/controls.ts";
import {
  FullscreenIcon,
  LeaveFullscreenIcon,
  PauseIcon,
  PictureInPictureIcon,
  PlayIcon,
  SettingsIcon,
  SoundIcon,
  SoundLowIcon,
  SoundOffIcon,
} from "./icons.tsx";
import { useTexts } from "./texts.tsx";

interface PlayerControlsProps {
  /** Whether there is a picture to play or pause. */
  onAir: boolean;
}

export function PlayerControls({ onAir }: PlayerControlsProps) {
  const texts = useTexts(CONTROLS);
  return (
    <media-control-bar class="player-bar">
      <media-play-button disabled={!onAir}>
        <span slot="play"><PlayIcon /></span>
        <span slot="pause"><PauseIcon /></span>
      </media-play-button>
      <media-mute-button>
        <span slot="high"><SoundIcon /></span>
        <span slot="medium"><SoundLowIcon /></span>
        <span slot="low"><SoundLowIcon /></span>
        <span slot="off"><SoundOffIcon /></span>
      </media-mute-button>
      <media-volume-range />
      {onAir && (
        <media-live-button>
          <span slot="indicator" class="player-dot" />
          <span slot="text" class="player-live">{texts.mediaChrome.live}</span>
          <span slot="text" class="player-behind">{texts.backToLive}</span>
        </media-live-button>
      )}
      <span class="player-gap" />
      <media-pip-button>
        <span slot="enter"><PictureInPictureIcon /></span>
        <span slot="exit"><PictureInPictureIcon /></span>
      </media-pip-button>
      <media-fullscreen-button>
        <span slot="enter"><FullscreenIcon /></span>
        <span slot="exit"><LeaveFullscreenIcon /></span>
      </media-fullscreen-button>
    </media-control-bar>
  );
}
