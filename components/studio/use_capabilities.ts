import { useEffect, useState } from "preact/hooks";

interface Capabilities {
  readonly canShareScreen: boolean;
  /** A hand-held device, whose cameras look both ways. */
  readonly hasOtherSide: boolean;
}

/**
 * What this browser can do, known once the page runs: the server, which renders first, cannot know. Until then it is
 * taken for a computer's, so that there nothing moves.
 */
export function useCapabilities(): Capabilities {
  const [capabilities, set] = useState<Capabilities>({ canShareScreen: true, hasOtherSide: false });
  useEffect(() => {
    const devices = navigator.mediaDevices;
    set({
      canShareScreen: isSecureContext && devices?.getDisplayMedia !== undefined,
      hasOtherSide: matchMedia("(pointer: coarse) and (hover: none)").matches,
    });
  }, []);
  return capabilities;
}
