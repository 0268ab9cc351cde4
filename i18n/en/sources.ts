/** Camera, screen and sound, in the studio. */
export const sources = {
  title: "Camera and sound",
  preview: "Preview",
  closePreview: "Close preview",
  shareScreen: "Share screen",
  stopScreen: "Stop sharing",
  flip: "Other camera",
  nothingYet: "Preview shows you what viewers will see, and lets you choose camera and microphone.",
  camera: "Camera",
  microphone: "Microphone",
  noCamera: "No camera",
  noMicrophone: "No microphone",
  unnamed: "In use",
  picture: "Viewers see",
  pictures: {
    camera: "Camera",
    screen: "Screen",
    both: "Screen, camera in the corner",
  },
  screenSound: "Sound of the screen",
  level: {
    microphone: "Level of the microphone",
    screen: "Level of the screen's sound",
  },
  mute: "Mute",
};
