import { createDefine } from "fresh";
import type { Language } from "@/i18n/language.ts";
import type { EmbedPass } from "@/signaling/server/access/embed_pass.ts";
import type { Hub } from "@/signaling/server/hub.ts";
import type { Shared } from "@/common/sharing.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";

/** The state of every request: `ctx.state`. */
export interface State {
  /** The language of the response. */
  language: Language;
  hub: Hub;
  allowedOrigins: readonly string[];
  /** The pass for a player in a frame without an origin; null: no page may embed it. */
  embedPass: EmbedPass | null;
  /** The origin of this server as the browser sees it. */
  origin: string;
  /** The network address of the browser. */
  address: string;
  /** The origin in link previews and canonical links. */
  publicOrigin: string;
  /** The origins at which others open it, for shared links. */
  shared: () => Shared;
  /** How the WebRTC links of a page find their paths. */
  ice: IceSettings;
  /** The head script of a page that plays at once. */
  headScript?: string;
}

export const define = createDefine<State>();
