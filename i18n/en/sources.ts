import type { MicrophoneMode } from "@/webrtc/sources/choices.ts";

/** Camera, screen and sound, in the studio. */
export const sources = {
  title: "Camera and sound",
  preview: "Preview",
  closePreview: "Close preview",
  shareScreen: "Share screen",
  stopScreen: "Stop sharing",
  flip: "Switch camera",
  nothingYet:
    "Preview shows what viewers will see, and lets you choose your camera and microphone.",
  camera: "Camera",
  microphone: "Microphone",
  noCamera: "No camera",
  noMicrophone: "No microphone",
  unnamed: "In use",
  picture: "Viewers see",
  pictures: {
    camera: "Camera",
    screen: "Screen",
    both: "Screen with camera in the corner",
  },
  screenSound: "Screen sound",
  level: {
    microphone: "Microphone volume",
    screen: "Screen sound volume",
  },
  mute: "Mute",
  microphoneMode: "Optimize the microphone for",
  microphoneModes: {
    speech: { name: "Speech", detail: "Removes noise and echo, and evens out the volume" },
    music: { name: "Music", detail: "Sends the sound as it is. Wear headphones" },
  } satisfies Record<MicrophoneMode, { name: string; detail: string }>,
};

export type SourcesTexts = typeof sources;
