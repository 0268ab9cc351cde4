import { SOURCES } from "@/i18n/sources.ts";
import { EyeIcon, FlipIcon, ScreenIcon } from "../icons.tsx";
import { useTexts } from "../texts.tsx";
import { useCapabilities } from "./use_capabilities.ts";

interface SourceButtonsProps {
  /** Whether the preview can start or stop now: not while live or going live. */
  mayPreview: boolean;
  isPreviewing: boolean;
  isSharing: boolean;
  hasOtherCamera: boolean;
  onPreview: (on: boolean) => void;
  onShare: (on: boolean) => void;
  onFlip: () => void;
}

/** Buttons for the preview, the screen and a phone's other camera. */
export function SourceButtons(props: SourceButtonsProps) {
  const { mayPreview, isPreviewing, isSharing, hasOtherCamera } = props;
  const texts = useTexts(SOURCES);
  const { canShareScreen, hasOtherSide } = useCapabilities();
  return (
    <>
      {mayPreview && (
        <button
          class="button"
          type="button"
          onClick={() => props.onPreview(!isPreviewing)}
        >
          <EyeIcon />
          {isPreviewing ? texts.closePreview : texts.preview}
        </button>
      )}
      {canShareScreen && (
        <button
          class="button"
          type="button"
          onClick={() => props.onShare(!isSharing)}
        >
          <ScreenIcon />
          {isSharing ? texts.stopScreen : texts.shareScreen}
        </button>
      )}
      {hasOtherSide && hasOtherCamera && (
        <button class="button" type="button" onClick={props.onFlip}>
          <FlipIcon />
          {texts.flip}
        </button>
      )}
    </>
  );
}
