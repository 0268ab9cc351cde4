/** A generated picture that is as hard to encode as a moving camera picture. */

const SIZE = { width: 640, height: 360 } as const;
const FRAMES_PER_SECOND = 30;

export interface TestPicture {
  readonly media: MediaStream;
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
  // A timer rather than animation frames, which stop in background pages.
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
