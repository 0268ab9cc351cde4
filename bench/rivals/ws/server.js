/**
 * The simplest relay on npm's `ws`: forwards to the peer with the given id, without checks. The most that Node can do.
 * `PORT=4000 node server.js`
 */
import { createServer } from "node:http";
import process from "node:process";
import { WebSocketServer } from "ws";

const server = createServer();
const sockets = new WebSocketServer({ server });
const peers = new Map();

sockets.on("connection", (socket, request) => {
  const id = new URL(request.url, "http://localhost").searchParams.get("id");
  peers.set(id, socket);
  socket.on("close", () => peers.delete(id));
  socket.on("error", () => {});
  socket.on("message", (data) => {
    const { to, ...message } = JSON.parse(data.toString());
    const text = JSON.stringify({ from: id, ...message });
    if (to !== null) return peers.get(to)?.send(text);
    for (const other of peers.values()) if (other !== socket) other.send(text);
  });
});

server.listen(Number(process.env.PORT ?? 4000), process.env.HOST, () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}/\n`);
});
