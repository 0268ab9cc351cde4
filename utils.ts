import { createDefine } from "fresh";
import type { Hub } from "@/signaling/hub.ts";

/** What every request finds in `ctx.state`. */
export interface State {
  hub: Hub;
  allowedOrigins: readonly string[];
  /** Where this server is, as the one who asks sees it. */
  publicOrigin: string;
}

export const define = createDefine<State>();
