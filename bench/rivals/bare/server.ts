/**
 * The floor of the platform: only Deno's WebSockets. Echoes every text; `all` goes to all other sockets.
 * `PORT=4000 deno run --allow-net --allow-env server.ts`
 */
const sockets = new Set<WebSocket>();

Deno.serve({
  hostname: Deno.env.get("HOST"),
  port: Number(Deno.env.get("PORT") ?? 4000),
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}/`),
}, (request) => {
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.onopen = () => sockets.add(socket);
  socket.onclose = () => sockets.delete(socket);
  socket.onmessage = ({ data }) => {
    if (data !== "all") return socket.send(data);
    for (const other of sockets) if (other !== socket) other.send(data);
  };
  return response;
});
