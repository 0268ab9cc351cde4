/** Answers in plain text. */
export const refusals = {
  unknownHost: (host: string, url: string) =>
    `This server does not answer at ${host}. If you run it and this is its name, start it with PUBLIC_URL=${url}. If it has another name already, add ${url} to ALLOWED_ORIGINS.`,
  tooMany: (seconds: number) =>
    `Too many requests from your network. Try again in ${
      seconds === 1 ? "a second" : `${seconds} seconds`
    }.`,
};

export type RefusalTexts = typeof refusals;
