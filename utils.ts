import { createDefine } from "fresh";
import type { Language } from "@/i18n/language.ts";
import type { EmbedPass } from "@/signaling/server/access/embed_pass.ts";
import type { Hub } from "@/signaling/server/hub.ts";
import type { Shared } from "@/common/sharing.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";

/** What every request finds in `ctx.state`. */
export interface State {
  /** What the pages speak to the one who asks. */
  language: Language;
  hub: Hub;
  allowedOrigins: readonly string[];
  /** What lets the player watch in a frame without an origin; null: no page may frame it. */
  embedPass: EmbedPass | null;
  /** Where this server is, as the one who asks sees it. */
  origin: string;
  /** Where it says that it is, to who reads a page without opening it. */
  publicOrigin: string;
  /** Where others open it: what links to share begin with. */
  shared: () => Shared;
  /** How the links of a page find their paths. */
  ice: IceSettings;
  /** What a page that plays at once begins with, before its scripts have come. */
  headScript?: string;
}

export const define = createDefine<State>();
