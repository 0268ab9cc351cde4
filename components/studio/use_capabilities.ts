import { useEffect, useState } from "preact/hooks";

interface Capabilities {
  readonly canShareScreen: boolean;
  /** A hand-held device, whose cameras look both ways. */
  readonly hasOtherSide: boolean;
}

/**
 * The capabilities of this browser, known once the page runs. Before that they are those of a desktop, so that nothing
 * moves on one.
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
