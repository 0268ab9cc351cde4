/** Saves the current frame of a video as a file. */

/** The file name: the stream and the local time. */
export function snapshotName(stream: string, at: Date): string {
  const twoDigits = (value: number) => String(value).padStart(2, "0");
  const day = [at.getFullYear(), twoDigits(at.getMonth() + 1), twoDigits(at.getDate())].join("-");
  const time = [twoDigits(at.getHours()), twoDigits(at.getMinutes()), twoDigits(at.getSeconds())]
    .join("-");
  return `${stream} ${day} ${time}.png`;
}

/** @throws if there is no frame, or it cannot be read */
export async function saveSnapshot(video: HTMLVideoElement, name: string): Promise<void> {
  const url = URL.createObjectURL(await frameOf(video));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  // The browser has taken the file over by the time that tasks run again; a minute is for those that ask first.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function frameOf(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => blob === null ? reject(new Error("No picture")) : resolve(blob))
  );
}
