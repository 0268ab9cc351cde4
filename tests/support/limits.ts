/** The limits of a server with default settings. */
import { parseConfig } from "@/server/config.ts";
import { ROOM_LIMITS as FIXED_LIMITS, type RoomLimits } from "@/signaling/room/model.ts";

const { maxViewers, maxStreams, maxSockets, viewerWindow, broadcasterWindow } = parseConfig({});

export const ROOM_LIMITS: RoomLimits = {
  ...FIXED_LIMITS,
  viewers: maxViewers,
  viewerWindow,
  broadcasterWindow,
};

export const HUB_LIMITS = {
  roomLimits: ROOM_LIMITS,
  maxStreams,
  maxSockets,
  socketsPerAddress: maxSockets, // the suites' peers have one address
};
