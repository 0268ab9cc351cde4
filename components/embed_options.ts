/** The options in the URL of an embedded player: `?muted`, `?autoplay=0`, `?controls=0`. */

export interface PlayerOptions {
  /** Starts without sound, whatever was chosen before. */
  readonly muted: boolean;
  /** Plays by itself. Otherwise the player neither joins nor contacts other servers before a click. */
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

/** Whether a path is an embed page, which other sites may frame. */
export function isEmbed(pathname: string): boolean {
  return pathname === "/embed" || pathname.startsWith("/embed/");
}
