/** Events that a room must reject. */
import type { PeerId, RoomEvent } from "@/signaling/room/model.ts";
import { candidates, sdp } from "./messages.ts";
import type { RoomChecker } from "./room_checker.ts";

/** Events of peers that were never in the room, have left, were replaced, or have the other role. */
export function intrusions(
  checker: RoomChecker,
  cast: readonly PeerId[],
  who: number,
): RoomEvent[] {
  const viewers = [...checker.viewers.keys()];
  const to = viewers.at(who % Math.max(1, viewers.length)) ?? "nobody";
  const negotiation = checker.viewers.get(to)?.link?.negotiation ?? 1;
  const strangers = cast.filter((peer) => !checker.viewers.has(peer));
  const stranger = strangers.at(who % Math.max(1, strangers.length)) ?? "stranger";
  const viewer = viewers.find((peer) => peer !== to && checker.open.has(peer)) ?? "stranger";
  const broadcaster = checker.live?.peer ?? "stranger";
  const text = sdp(`intruder-${who}`);
  const answer = { type: "answer", to, negotiation, sdp: text } as const;
  const trickle = { type: "candidates", negotiation, candidates: candidates(1) } as const;
  return [
    { type: "broadcaster", peer: stranger, message: answer },
    { type: "broadcaster", peer: viewer, message: { ...trickle, to } },
    { type: "broadcaster", peer: viewer, message: { type: "stop" } },
    { type: "viewer", peer: broadcaster, message: trickle },
    {
      type: "viewer",
      peer: stranger,
      message: { type: "offer", negotiation: 99, restart: false, sdp: text },
    },
    { type: "away", peer: stranger },
  ];
}

/** Events of sources that concern other sources' links, of absent SFUs, or of viewers that claim to be SFUs. */
export function sourceIntrusions(
  checker: RoomChecker,
  sfus: readonly PeerId[],
  who: number,
): RoomEvent[] {
  const { viewers } = checker;
  const [to = "nobody", viewer] = [...viewers].at(who % Math.max(1, viewers.size)) ?? [];
  const negotiation = viewer?.link?.negotiation ?? 1;
  const answer = { type: "answer", to, negotiation, sdp: sdp(`intruder-${who}`) } as const;
  const trickle = { type: "candidates", to, negotiation, candidates: candidates(1) } as const;
  const broadcaster = checker.live?.peer ?? "stranger";
  const absent = sfus.filter((peer) => !checker.open.has(peer));
  const absentSource = absent.find((peer) => peer === viewer?.source);
  const away = absentSource ?? absent[who % Math.max(1, absent.length)] ?? "stranger";
  const others = [broadcaster, ...sfus].filter((peer) => peer !== viewer?.source);
  const other = others[who % others.length];
  const type = sfus.includes(other) ? "source" : "broadcaster";
  const sfu = sfus[who % sfus.length];
  return [
    { type, peer: other, message: answer },
    { type, peer: other, message: trickle },
    { type, peer: other, message: { type: "decline", to, negotiation } },
    { type: "source", peer: away, message: trickle },
    { type: "source", peer: checker.audience[0]?.[0] ?? "stranger", message: trickle },
    { type: "broadcaster", peer: broadcaster, message: { type: "remove", peer: sfu } },
  ];
}
