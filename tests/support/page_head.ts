/** Runs the head script of a watch page in the simulated world, and hands over its early join. */
import { type EarlyJoin, type Handover, takeEarlyJoin } from "@/webrtc/watch/early_join.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";
import { headScript } from "@/webrtc/watch/head_script.ts";
import { FakeConnection, type LinkChecker } from "./fake_connection.ts";
import { post, type Side, Wire, type World } from "./watch_world.ts";

export class PageHead {
  /** The connection that the script made, if any. */
  connection: FakeConnection | null = null;
  readonly #page: { tuilaEarlyJoin?: EarlyJoin } = {};

  constructor(world: World, side: Side, ice: IceSettings, checker: LinkChecker) {
    const newConnection = () => {
      const connection = this.connection = new FakeConnection(world, checker, () => DIRECT);
      return Object.assign(new EventTarget(), {
        iceGatheringState: "complete",
        localDescription: null as { sdp: string } | null,
        addTransceiver: () => ({}),
        async setLocalDescription() {
          connection.describe();
          checker.offered();
          this.localDescription = { sdp: connection.description };
          await world.later(5);
        },
        setRemoteDescription: ({ sdp }: { sdp: string }) => connection.accept(sdp),
        close: () => connection.close(),
      });
    };
    const globals = {
      globalThis: this.#page,
      location: { origin: "https://stream.example" },
      localStorage: { getItem: () => null },
      document: { hidden: false },
      WebSocket: Object.assign(
        function () {
          return new Wire(world, side);
        },
        { OPEN: WebSocket.OPEN },
      ),
      RTCPeerConnection: function () {
        return newConnection();
      },
      fetch: (_: string, { body }: { body: string }) => post(world, side, body),
    };
    new Function(...Object.keys(globals), headScript("live", ice))(...Object.values(globals));
  }

  take(): Handover {
    return takeEarlyJoin(this.#page);
  }
}

const DIRECT = { direct: true, relayed: false };
