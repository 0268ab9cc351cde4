import assert from "node:assert/strict";
import { hosts, type InterfaceAddress, isOnlyHere, originOf } from "@/server/addresses.ts";

const MACHINE: InterfaceAddress[] = [
  { name: "lo", family: "IPv4", address: "127.0.0.1" },
  { name: "lo", family: "IPv6", address: "::1" },
  { name: "eth0", family: "IPv4", address: "192.0.2.7" },
  { name: "eth0", family: "IPv4", address: "169.254.3.4" },
  { name: "eth0", family: "IPv6", address: "2001:db8::7" },
  { name: "eth0", family: "IPv6", address: "fd00::7" },
  { name: "eth0", family: "IPv6", address: "fe80::1" },
];

Deno.test("hosts() of any address: this machine by name, the others by number", () => {
  assert.deepEqual(hosts("0.0.0.0", MACHINE), { here: ["localhost"], elsewhere: ["192.0.2.7"] });
  assert.deepEqual(hosts("::", MACHINE), {
    here: ["localhost"],
    elsewhere: ["192.0.2.7", "2001:db8::7", "fd00::7"],
  });
});

Deno.test("hosts() of one address: that and no other", () => {
  assert.deepEqual(hosts("127.0.0.1", MACHINE), { here: ["127.0.0.1"], elsewhere: [] });
  assert.deepEqual(hosts("::1", MACHINE), { here: ["::1"], elsewhere: [] });
  assert.deepEqual(hosts("192.0.2.7", MACHINE), { here: [], elsewhere: ["192.0.2.7"] });
});

/** The interfaces of machines as they are, in the system's order; and those to open, the best first. */
const MACHINES: Record<string, [names: readonly string[], elsewhere: readonly string[]]> = {
  "a server with containers": [
    ["docker0", "br-3f1c2a9b8d7e", "veth12ab34c", "eth0", "cni0", "virbr0", "podman1", "lxcbr0"],
    ["eth0"],
  ],
  "a laptop on Linux, with a VPN": [["tun0", "wlp3s0", "docker0", "enp0s31f6"], [
    "enp0s31f6",
    "wlp3s0",
    "tun0",
  ]],
  "a laptop with macOS": [["en0", "awdl0", "bridge100", "utun4", "vmnet8"], [
    "en0",
    "awdl0",
    "utun4",
  ]],
  "a PC with Windows": [
    [
      "vEthernet (WSL)",
      "VMware Network Adapter VMnet8",
      "VirtualBox Host-Only Network",
      "Tailscale",
      "Wi-Fi",
      "Ethernet 2",
    ],
    ["Ethernet 2", "Wi-Fi", "Tailscale"],
  ],
  "a router, and a host of virtual machines": [["wlan0", "br-lan", "vmbr0"], [
    "br-lan",
    "vmbr0",
    "wlan0",
  ]],
  "a machine with containers alone": [["docker0", "br-3f1c2a9b8d7e"], []],
};

for (const [machine, [names, elsewhere]] of Object.entries(MACHINES)) {
  Deno.test(`hosts() of any address of ${machine}`, () => {
    const interfaces = names.map((name): InterfaceAddress => ({
      name,
      family: "IPv4",
      address: `address of ${name}`,
    }));
    assert.deepEqual(
      hosts("0.0.0.0", interfaces).elsewhere,
      elsewhere.map((name) => `address of ${name}`),
    );
  });
}

Deno.test("hosts() of any address, both families: the better interface first, and IPv4 first of each", () => {
  assert.deepEqual(
    hosts("::", [
      { name: "wlan0", family: "IPv4", address: "192.0.2.8" },
      { name: "eth0", family: "IPv6", address: "2001:db8::7" },
      { name: "eth0", family: "IPv4", address: "192.0.2.7" },
    ]).elsewhere,
    ["192.0.2.7", "2001:db8::7", "192.0.2.8"],
  );
});

Deno.test("isOnlyHere() of what each machine is to itself", () => {
  for (const host of ["localhost", "localhost.", "a.localhost", "127.0.0.1", "[::1]", "0.0.0.0"]) {
    assert.ok(isOnlyHere(`http://${host}:8000`), host);
  }
  for (const host of ["192.0.2.7", "[2001:db8::1]", "localhost.example.com", "tuila.local"]) {
    assert.ok(!isOnlyHere(`https://${host}:8000`), host);
  }
});

Deno.test("originOf() writes IPv6 in brackets, and no port that the scheme implies", () => {
  assert.equal(originOf("::1", { https: false, port: 8000 }), "http://[::1]:8000");
  assert.equal(originOf("192.0.2.7", { https: true, port: 8000 }), "https://192.0.2.7:8000");
  assert.equal(originOf("localhost", { https: true, port: 443 }), "https://localhost");
});
