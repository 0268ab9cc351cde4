/** The picture that a video shows, as a file. */

/** The file name: the stream and the local time. */
export function snapshotName(stream: string, at: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  const time = [two(at.getHours()), two(at.getMinutes()), two(at.getSeconds())].join("-");
  return `${stream} ${day} ${time}.png`;
}

/** @throws if there is no picture, or it cannot be read */
export async function saveSnapshot(video: HTMLVideoElement, name: string): Promise<void> {
  const url = URL.createObjectURL(await picture(video));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  // The browser has taken the file over by the time that tasks run again; a minute is for those that ask first.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function picture(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => blob === null ? reject(new Error("No picture")) : resolve(blob))
  );
}
