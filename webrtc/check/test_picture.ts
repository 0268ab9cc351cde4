/** A picture that needs no camera, and is as much work to send as one that moves. */

const SIZE = { width: 640, height: 360 } as const;
const FRAMES_PER_SECOND = 30;

export interface TestPicture {
  readonly media: MediaStream;
  /** Ends it. */
  stop(): void;
}

export function testPicture(): TestPicture {
  const canvas = Object.assign(document.createElement("canvas"), SIZE);
  const context = canvas.getContext("2d", { alpha: false });
  const draw = () => {
    for (let tile = 0; tile < 60; tile++) {
      const [hue, x, y] = [360, SIZE.width, SIZE.height].map((most) => Math.random() * most);
      if (context === null) return;
      context.fillStyle = `hsl(${hue} 60% 50%)`;
      context.fillRect(x, y, 48, 48);
    }
  };
  draw();
  // Not in step with the screen, which stands still for pages in the background.
  const timer = setInterval(draw, 1_000 / FRAMES_PER_SECOND);
  const media = canvas.captureStream(FRAMES_PER_SECOND);
  return {
    media,
    stop() {
      clearInterval(timer);
      for (const track of media.getTracks()) track.stop();
    },
  };
}
