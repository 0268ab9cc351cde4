/**
 * A camera whose picture uses all the bitrate that it may: every part changes in every frame. It is small, so that
 * encoding it costs little.
 */
import type { BrowserContext } from "playwright-core";

/** From their next document on, this visitor's pages get this camera instead of their own. The microphone stays. */
export async function showBusyPicture(visitor: BrowserContext): Promise<void> {
  await visitor.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const original = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      if (!constraints?.video) return await original(constraints);
      const media = await original({ audio: true });
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [320, 240];
      const context = canvas.getContext("2d");
      const block = 8;
      const draw = () => {
        for (let x = 0; x < canvas.width; x += block) {
          for (let y = 0; y < canvas.height; y += block) {
            if (context === null) return;
            context.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`;
            context.fillRect(x, y, block, block);
          }
        }
      };
      setInterval(draw, 100);
      draw();
      for (const track of canvas.captureStream(10).getVideoTracks()) media.addTrack(track);
      return media;
    };
  });
}
