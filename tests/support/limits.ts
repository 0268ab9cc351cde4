/** The limits of a server without settings of its own. */
import { parseConfig } from "@/server/config.ts";
import { ROOM_LIMITS as UNSET, type RoomLimits } from "@/signaling/room/model.ts";

const { maxViewers, maxStreams, maxSockets, viewerWindow, broadcasterWindow } = parseConfig({});

export const ROOM_LIMITS: RoomLimits = {
  ...UNSET,
  viewers: maxViewers,
  viewerWindow,
  broadcasterWindow,
};

export const HUB_LIMITS = { roomLimits: ROOM_LIMITS, maxStreams, maxSockets };
