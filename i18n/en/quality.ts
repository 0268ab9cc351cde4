/** The studio's choice of quality. */
export const quality = {
  title: "Quality",
  picture: "Picture",
  presets: {
    "360p": { name: "360p", detail: "Light: for a slow line, or many viewers." },
    "720p": { name: "720p", detail: "Fits most cameras and lines." },
    "1080p": { name: "1080p", detail: "Full HD: needs a fast line and a fast machine." },
    text: { name: "Sharp text", detail: "For a screen: letters stay sharp, frames may be few." },
    motion: { name: "Smooth motion", detail: "For games and sport: up to 60 frames a second." },
  },
  codec: "Codec",
  automatic: "Automatic",
  codecHint: "Automatic takes what this machine encodes best, and each viewer can play.",
  cap: "Upload, for all viewers together",
  noLimit: "No limit",
  capHint: "Shared fairly. With less than a picture needs, it becomes smaller.",
  places: "How many may watch at a time",
  placesMeasured: (places: string) => `Automatic (measured: ${places})`,
  placesUnknown: "Automatic (not measured yet)",
  byHand: "Set by hand",
  most: "Viewers at most",
  placesHint:
    "Automatic lets in as many as get their picture at nobody's expense. The others stand in line.",
};
