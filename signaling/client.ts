/** The browser's end of the wire: connects, connects again, and keeps to the server's limits. */
import { type Clock, SYSTEM_CLOCK } from "./clock.ts";
import {
  type ClientMessage,
  LIMITS,
  mayReconnect,
  type Parser,
  SIGNALING_PATH,
  SUBPROTOCOL,
} from "./protocol.ts";
import { RateLimit } from "./rate_limit.ts";
import { reconnectDelay } from "./reconnect.ts";

/** What the client needs of a WebSocket; the browser's has it. */
export interface ClientSocket {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface SignalingOptions<Message> {
  readonly parse: Parser<Message>;
  /** A socket is open: say hello. */
  readonly opened: () => void;
  readonly received: (message: Message) => void;
  /** The socket is gone; the client is connecting again. */
  readonly lost: () => void;
  /** The socket is gone for good; the close code says why. */
  readonly closed: (code: number) => void;
  readonly connect?: () => ClientSocket;
  readonly clock?: Clock;
  readonly random?: () => number;
}

// Below the server's limits, because the network may bunch what was sent evenly.
const PER_SECOND = LIMITS.messagesPerSecond * 0.8;
const BURST = LIMITS.messageBurst * 0.8;

export class SignalingClient<Message> {
  readonly #options: SignalingOptions<Message>;
  readonly #clock: Clock;
  /** The one socket in use. Events of any other are an abandoned attempt's, and ignored. */
  #socket: ClientSocket | null = null;
  #isOpen = false;
  #attempt = 0;
  #cancelRetry = () => {};
  #rate: RateLimit;
  #queue: ClientMessage[] = [];
  #cancelFlush: (() => void) | null = null;

  constructor(options: SignalingOptions<Message>) {
    this.#options = options;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#rate = this.#newRate();
  }

  /** Connects, if it is not connecting or connected. */
  connect(): void {
    if (this.#socket !== null) return;
    this.#cancelRetry();
    const socket = (this.#options.connect ?? connectToServer)();
    this.#socket = socket;
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      this.#isOpen = true;
      this.#rate = this.#newRate();
      this.#options.opened();
    };
    socket.onmessage = (event) => {
      if (socket !== this.#socket) return;
      this.#attempt = 0; // only a server that talks ends the growing of the delay
      const parsed = this.#options.parse(event.data);
      if (parsed.ok) this.#options.received(parsed.message);
    };
    socket.onclose = (event) => {
      if (socket !== this.#socket) return;
      this.#drop();
      if (!mayReconnect(event.code)) return this.#options.closed(event.code);
      const delay = reconnectDelay(this.#attempt++, (this.#options.random ?? Math.random)());
      this.#cancelRetry = this.#clock.after(delay, () => this.connect());
      this.#options.lost();
    };
  }

  /**
   * Sends a message, at the pace that the server allows. What cannot be sent because there is no open socket is dropped:
   * whoever comes back says anew where it stands.
   */
  send(message: ClientMessage): void {
    if (!this.#isOpen) return;
    this.#queue.push(message);
    this.#flush();
  }

  /** Connects after a while, in place of now. */
  connectIn(delay: number): void {
    this.#cancelRetry();
    this.#cancelRetry = this.#clock.after(delay, () => this.connect());
  }

  /** Ends the socket, with a last word if there is one to say; nothing is called back any more. */
  close(goodbye?: ClientMessage): void {
    const socket = this.#socket;
    if (this.#isOpen && goodbye !== undefined) socket?.send(JSON.stringify(goodbye));
    this.#drop();
    this.#cancelRetry();
    socket?.close();
  }

  #drop(): void {
    this.#socket = null;
    this.#isOpen = false;
    this.#queue = [];
    this.#cancelFlush?.();
    this.#cancelFlush = null;
  }

  #flush(): void {
    if (this.#cancelFlush !== null) return; // the one that waits takes this message along
    while (this.#queue.length > 0) {
      const now = this.#clock.now();
      if (!this.#rate.take(now)) {
        this.#cancelFlush = this.#clock.after(this.#rate.wait(now), () => {
          this.#cancelFlush = null;
          this.#flush();
        });
        return;
      }
      const message = this.#queue.shift();
      this.#socket?.send(JSON.stringify(message));
    }
  }

  #newRate(): RateLimit {
    return new RateLimit(PER_SECOND, BURST, this.#clock.now());
  }
}

function connectToServer(): ClientSocket {
  const url = new URL(SIGNALING_PATH, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(url, SUBPROTOCOL);
}
