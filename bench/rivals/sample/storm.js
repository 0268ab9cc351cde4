/**
 * The sample's clients, with socket.io's own client and its own policy of coming back. Speaks as `bench/load/client.ts`
 * does: a JSON task on the command line, JSON lines on the output.
 */
import process from "node:process";
import { io } from "socket.io-client";

const { origin, clients, patience } = JSON.parse(process.argv[2]);
const JOINING = 16;
const back = new Map();
const lost = new Set();
let isReady = false;

function join(index) {
  const socket = io(origin, { forceNew: true });
  const isIn = new Promise((resolve) => {
    socket.on("connect", () => {
      socket.emit(index === 0 && !isReady ? "broadcaster" : "watcher");
      back.set(index, Date.now());
      resolve();
      look();
    });
  });
  socket.on("disconnect", () => {
    back.delete(index);
    lost.add(index);
    if (lost.size === clients) setTimeout(end, patience * 1000);
  });
  return isIn;
}

function look() {
  if (lost.size === clients && back.size === clients) end();
}

/** It is more than a pipe holds: an exit at once would cut it off. */
function end() {
  say({ back: [...back.values()] }, () => process.exit(0));
}

function say(value, then) {
  process.stdout.write(`${JSON.stringify(value)}\n`, then);
}

let next = 0;
await Promise.all(Array.from({ length: JOINING }, async () => {
  while (next < clients) await join(next++);
}));
isReady = true;
lost.clear();
say({ ready: true });
