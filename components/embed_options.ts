/** What the address of an embedded player asks for: `?muted`, `?autoplay=0`, `?controls=0`. */

export interface PlayerOptions {
  /** Begins without sound, whatever was chosen before. */
  readonly muted: boolean;
  /** Begins by itself. Otherwise the broadcaster is told of nobody before a click, and no other server is asked. */
  readonly autoplay: boolean;
  readonly controls: boolean;
}

export const DEFAULT_OPTIONS: PlayerOptions = { muted: false, autoplay: true, controls: true };

export function parseOptions(params: URLSearchParams): PlayerOptions {
  const isOn = (name: string, byDefault: boolean) => {
    const value = params.get(name);
    return value === null ? byDefault : value !== "0" && value !== "false";
  };
  return {
    muted: isOn("muted", DEFAULT_OPTIONS.muted),
    autoplay: isOn("autoplay", DEFAULT_OPTIONS.autoplay),
    controls: isOn("controls", DEFAULT_OPTIONS.controls),
  };
}

/** Whether that is the page of a player alone, which other sites may frame. */
export function isEmbed(pathname: string): boolean {
  return pathname === "/embed" || pathname.startsWith("/embed/");
}
