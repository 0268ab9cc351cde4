import { FakeWorld, RealWorld } from "../../support/hub_world.ts";
import { LateWorld } from "../../support/slow_world.ts";
import { testInput } from "./hub_input_suite.ts";
import { testQueue } from "./hub_queue_suite.ts";
import { hubTests, testMeetings } from "./hub_suite.ts";

for (
  const test of [
    hubTests("fake sockets", () => new FakeWorld()),
    hubTests("fake sockets, admitted later", () => new LateWorld()),
    hubTests("native sockets", () => new RealWorld("native")),
    hubTests("ws", () => new RealWorld("ws")),
  ]
) {
  testMeetings(test);
  testInput(test);
  testQueue(test);
}
