/** The studio's choice of quality. */
export const quality = {
  title: "Quality",
  picture: "Picture",
  presets: {
    "360p": { name: "360p", detail: "For slow connections or many viewers." },
    "720p": { name: "720p", detail: "Good for most cameras and connections." },
    "1080p": { name: "1080p", detail: "Full HD. Needs a fast connection and a fast computer." },
    text: { name: "Sharp text", detail: "For screens. Text stays sharp; the frame rate may drop." },
    motion: { name: "Smooth motion", detail: "For games and sports. Up to 60 fps." },
  },
  codec: "Codec",
  automatic: "Automatic",
  codecHint: "Automatic uses what this device encodes best and every viewer can play.",
  cap: "Upload limit for all viewers",
  noLimit: "No limit",
  capHint: "Shared evenly. If a viewer gets too little, their picture becomes smaller.",
  places: "Viewer limit",
  placesMeasured: (places: string) => `Automatic (measured: ${places})`,
  placesUnknown: "Automatic (not measured yet)",
  byHand: "Manual",
  most: "Maximum viewers",
  placesHint: "Automatic admits as many viewers as your connection can carry; others wait in line.",
};

export type QualityTexts = typeof quality;
