import assert from "node:assert/strict";
import { named } from "@/webrtc/sources/devices.ts";

Deno.test("named() lists cameras and microphones by kind, without those that are not granted", () => {
  const devices = named([
    { deviceId: "1", kind: "videoinput", label: "Front\u202e (mirrored)" },
    { deviceId: "2", kind: "videoinput", label: "Back" },
    { deviceId: "", kind: "videoinput", label: "" },
    { deviceId: "3", kind: "audioinput", label: "Headset" },
    { deviceId: "4", kind: "audiooutput", label: "Headset" },
  ]);
  assert.deepEqual(devices, {
    camera: [{ id: "1", name: "Front (mirrored)" }, { id: "2", name: "Back" }],
    microphone: [{ id: "3", name: "Headset" }],
  });
});
